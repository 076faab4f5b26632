"""Nothing is done with people's data without a purpose that the register names (P27)."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from quenotte.register import REGISTER, acts
from quenotte.register.acts import Act, Refused, allow

pytestmark = pytest.mark.claim("P27b")


@pytest.mark.parametrize(
    ("activity", "act"),
    [
        ("appointment", Act.RECEIVE),
        ("appointment", Act.READ),
        ("questionnaire", Act.RECEIVE),
        ("questionnaire", Act.READ),
        ("service-message", Act.SEND),
    ],
)
def test_an_activity_s_own_purpose_is_served(activity: str, act: Act) -> None:
    allow(activity, act, purpose=activity)


def test_the_time_of_an_appointment_may_stand_in_its_message() -> None:
    allow("appointment", Act.READ, purpose="service-message")


@pytest.mark.parametrize(
    ("activity", "act", "purpose", "says"),
    [
        pytest.param("questionnaire", Act.READ, "appointment", "outside its purpose", id="health"),
        pytest.param("questionnaire", Act.READ, "service-message", "outside", id="in a message"),
        pytest.param("appointment", Act.READ, "newsletter", "no purpose 'newsletter'", id="news"),
        pytest.param("appointment", Act.READ, "marketing", "no purpose 'marketing'", id="made up"),
        pytest.param("appointment", Act.SEND, "appointment", "does not let it send", id="send"),
        pytest.param("questionnaire", Act.EXPORT, "questionnaire", "does not let", id="export"),
        pytest.param("service-message", Act.READ, "service-message", "does not let", id="reach"),
        pytest.param("contact", Act.READ, "contact", "no activity 'contact'", id="not built"),
        pytest.param("profiles", Act.READ, "profiles", "no activity 'profiles'", id="no activity"),
        pytest.param("appointment", Act.READ, "", "no purpose ''", id="without a purpose"),
    ],
)
def test_anything_else_is_refused(activity: str, act: Act, purpose: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        allow(activity, act, purpose=purpose)


def test_no_activity_s_data_is_exported_today() -> None:
    assert not [key for key, one in REGISTER.items() if Act.EXPORT in acts.acts(one)]


def test_what_serves_another_purpose_is_declared_between_activities_that_exist() -> None:
    for (activity, _), purposes in acts.ALSO.items():
        assert {activity, *purposes} <= set(REGISTER)


def test_a_call_without_a_purpose_does_not_pass_the_type_check(tmp_path: Path) -> None:
    purpose = inspect.signature(allow).parameters["purpose"]
    assert (purpose.kind, purpose.default) == (purpose.KEYWORD_ONLY, purpose.empty)
    snippet = tmp_path / "snippet.py"
    snippet.write_text(
        "from quenotte.register.acts import Act, allow\nallow('appointment', Act.READ)\n"
    )
    empty = tmp_path / "mypy.ini"
    empty.write_text("[mypy]\n")
    mypy = [sys.executable, "-m", "mypy", f"--config-file={empty}", "--follow-imports=silent"]
    done = subprocess.run(
        [*mypy, f"--cache-dir={tmp_path}", "--no-site-packages", str(snippet)],
        check=False,
        capture_output=True,
        text=True,
        env={"MYPYPATH": str(Path(acts.__file__).parents[2]), "PATH": ""},
    )
    assert 'Missing named argument "purpose"' in done.stdout
    assert done.returncode == 1
