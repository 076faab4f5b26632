"""Nothing is stored that the register does not declare, and nothing starts that would."""

import subprocess
import sys

import pytest

from quenotte.base import stored
from quenotte.register import REGISTER, gate
from quenotte.vault.holds import BINDINGS


@pytest.mark.claim("P13")
def test_an_undeclared_field_is_refused_by_name() -> None:
    with pytest.raises(
        gate.Undeclared, match=r"intake\.Submission\.diabetes is stored but not declared"
    ):
        gate.check(
            fields=[*stored.fields(), "intake.Submission.diabetes"],
            bindings=BINDINGS,
            register=REGISTER,
            where="holds.py",
        )


def test_a_stale_declaration_is_refused_by_name() -> None:
    with pytest.raises(gate.Undeclared, match=r"intake\.Gone\.x is declared but no longer stored"):
        gate.check(
            fields=stored.fields(),
            bindings={**BINDINGS, "intake.Gone.x": gate.About("nobody")},
            register=REGISTER,
            where="holds.py",
        )


def test_a_datum_that_the_register_does_not_know_is_refused() -> None:
    with pytest.raises(gate.Undeclared, match=r"appointment\.shoe_size, which the register"):
        gate.check(
            fields=["a.B.c"],
            bindings={"a.B.c": gate.Holds("appointment.shoe_size")},
            register=REGISTER,
            where="holds.py",
        )


STARTS = {
    "wsgi": "import quenotte.vault.wsgi",
    "worker": "from quenotte import serve; serve.work('vault')",
    "migrate": "from quenotte import serve; serve.migrate('vault')",
    "shell": "import django; django.setup()",
}


@pytest.mark.claim("P13")
@pytest.mark.parametrize("entry", STARTS)
def test_no_entry_point_starts_with_an_undeclared_field(entry: str) -> None:
    planted = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'quenotte.vault.settings'\n"
        "from quenotte.vault import holds\n"
        "holds.BINDINGS.pop('intake.Submission.version')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", planted + STARTS[entry]],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "intake.Submission.version is stored but not declared" in done.stderr
    assert "quenotte/vault/holds.py" in done.stderr
