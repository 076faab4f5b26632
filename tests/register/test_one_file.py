"""Adding a datum edits one file and no template: the edit in docs/adding-a-datum.md, applied to a copy of the program.

What follows from it is shown there, and compared here with what the copy really says.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quenotte import lock
from quenotte.register import REGISTER
from quenotte.register.derived.forms import form_version
from quenotte.register.derived.written import written
from quenotte.register.model import Kind

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "adding-a-datum.md"
TOOLS = Path(__file__).parent / "one_file"
DATUM = "call_hours"
AFTER_FIVE = "after 17:00"
LEA = {
    "whom": "self",
    "first_name": "Léa",
    "surname": "Rochat",
    "age": 34,
    "telephone": "+41 22 555 01 42",
    DATUM: AFTER_FIVE,
}

type Said = dict[str, Any]


def blocks(language: str) -> list[str]:
    text = DOCUMENT.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def apply(diff: str, below: Path) -> Path:
    """One file, one place: the only kind of edit that this document may show."""
    _, name, hunk, *rest = diff.splitlines()
    assert hunk.startswith("@@")
    assert not [line for line in rest if line[:1] not in (" ", "+")]
    path = below / name.removeprefix("+++ b/")
    text = path.read_text(encoding="utf-8")
    before = "\n".join(line[1:] for line in rest if not line.startswith("+"))
    assert text.count(before) == 1, "the place that the document shows is not there any more"
    path.write_text(text.replace(before, "\n".join(line[1:] for line in rest)), encoding="utf-8")
    return path


def run(copy: Path, *command: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with the edit, and beside it the register as it was recorded before."""
    copy = tmp_path_factory.mktemp("one-file")
    left_out = shutil.ignore_patterns("static", "locale", "demo", "__pycache__")
    shutil.copytree(ROOT / "src" / "quenotte", copy / "src" / "quenotte", ignore=left_out)
    (diff,) = blocks("diff")
    apply(diff, copy)
    now = written(REGISTER)
    path = copy / "register.lock"
    lock.record(path=path, now=now, why="before the edit", told=None, at=date(2026, 11, 23))
    return copy


@pytest.fixture(scope="module")
def said(copy: Path) -> Said:
    done = run(copy, sys.executable, str(TOOLS / "consequences.py"), DATUM)
    assert done.returncode == 0, done.stderr
    found: Said = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def sealed(copy: Path, said: Said) -> Callable[[Said], Said]:
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    bundle = copy / "sealed.mjs"
    built = run(
        copy,
        *(str(esbuild), str(ROOT / "web" / "open" / "make-round-trip.ts"), f"--outfile={bundle}"),
        *("--bundle", "--platform=node", "--format=esm", "--log-level=error"),
    )
    assert built.returncode == 0, built.stderr
    return lambda answers: _round_trip(
        copy, bundle, {"form": said["definition"], "answers": answers}
    )


def _round_trip(copy: Path, bundle: Path, given: Said) -> Said:
    key = json.loads((ROOT / "tests" / "vectors" / "keys.json").read_text())["classes"]["desk"]
    done = run(copy, "node", str(bundle), given=json.dumps(given | {"key": key}))
    assert done.returncode == 0, done.stderr
    found: Said = json.loads(done.stdout)
    return found


def shown(*lines: str) -> bool:
    """Whether the document shows just that, in a block of its own."""
    return "\n".join(lines) + "\n" in [*blocks("text"), *blocks("json"), *blocks("html")]


def test_the_edit_is_one_file_of_declarations() -> None:
    (diff,) = blocks("diff")
    named = re.findall(r"^(?:---|\+\+\+) [ab]/(\S+)$", diff, re.M)
    assert set(named) == {"src/quenotte/register/activities/appointment.py"}


def test_it_is_in_the_form_of_page_vault_and_desk_with_its_part_and_key(said: Said) -> None:
    assert shown(json.dumps(said["field"], indent=1, ensure_ascii=False))
    assert (said["field"]["part"], said["definition"]["class"]) == ("core", "desk")


def test_the_page_draws_it_by_its_own_template(said: Said) -> None:
    assert shown(*said["page"].splitlines())


def test_it_is_sealed_with_the_rest_of_its_part_and_opened_at_the_desk(
    said: Said, sealed: Callable[[Said], Said]
) -> None:
    seen = sealed(LEA)
    assert seen["problems"] == []
    assert seen["held"]["core"][DATUM] == AFTER_FIVE
    assert DATUM not in seen["held"]["detail"]
    assert {"label": said["field"]["label"], "lines": [AFTER_FIVE]} in seen["facts"]
    assert shown(f"{said['field']['label']}: {AFTER_FIVE}")


def test_its_rules_are_the_form_s(sealed: Callable[[Said], Said]) -> None:
    assert sealed({**LEA, DATUM: "x" * 81})["problems"] == [{"field": DATUM, "reason": "too-long"}]


def test_the_policy_prints_it_with_its_reason(said: Said) -> None:
    assert len(said["policy"]) == 1
    assert shown(*said["policy"])


def test_the_notice_s_digest_and_with_it_the_form_s_version_is_another(said: Said) -> None:
    assert said["version"] != form_version(REGISTER["appointment"])


def test_the_register_of_processing_lists_it_and_its_period(said: Said) -> None:
    assert len(said["records"]) == len(said["reasons"]) == 1
    assert said["kept"]
    assert shown(*said["records"], *said["reasons"], *said["kept"])


def test_who_can_see_it_stands_in_the_row_of_its_category(said: Said) -> None:
    assert said["who"] == [line for line in said["who"] if line.startswith(said["its own row"])]
    assert shown(*said["who"])


@pytest.mark.claim("P36")
def test_the_lock_asks_for_a_record(copy: Path) -> None:
    done = run(copy, sys.executable, "-m", "quenotte.cli", "register", "changes")
    assert done.returncode == 1
    assert shown(*done.stdout.splitlines())
    recorded = run(
        copy,
        *(sys.executable, "-m", "quenotte.cli", "register", "lock", "--why", "calls reach people"),
    )
    assert recorded.stdout == "recorded as number 2: material\n"
    assert shown(*recorded.stdout.splitlines())
    assert run(copy, sys.executable, "-m", "quenotte.cli", "register", "changes").returncode == 0


def of_the_patient_s_page() -> list[Path]:
    scripts = [*(ROOT / "web/patient").glob("*.ts"), *(ROOT / "web/seal").glob("*.ts")]
    templates = (ROOT / "src/quenotte/vault/patient/jinja2/patient").glob("*.html")
    return [*templates, *(path for path in scripts if ".test." not in path.name)]


def test_no_template_and_no_script_of_the_patient_s_page_names_a_question() -> None:
    """But for the two that the confirmation goes to: an address has to be found among the answers."""
    forms = (REGISTER["appointment"], REGISTER["questionnaire"])
    asked = {datum.name for form in forms for datum in form.asked}
    quoted: dict[str, set[str]] = {}
    read: dict[str, set[str]] = {}
    for path in of_the_patient_s_page():
        text = path.read_text(encoding="utf-8")
        words = set(re.findall(r"[\"']([a-z_]+)[\"']", text)) - set(Kind)
        quoted |= {path.name: asked & words} if asked & words else {}
        names = asked & set(re.findall(r"\b(?:given|answers)\.([a-z_]+)", text))
        read |= {path.name: names} if names else {}
    assert quoted == {}
    assert read == {"identity.ts": {"email", "telephone"}}
