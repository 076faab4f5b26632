"""The relay does not start with a table that the register does not cover."""

import subprocess
import sys

import pytest

from tests.relay.conftest import _environ

UNDECLARED = """
from quenotte.relay import holds
holds.BINDINGS = {name: held for name, held in holds.BINDINGS.items() if "identity" not in name}
"""
ENTRIES = {
    "relay": "from quenotte.relay.run import main; main()",
    "migrate": "from django.core.management import call_command; import django; django.setup()"
    "; call_command('migrate')",
}


@pytest.mark.claim("P13b")
@pytest.mark.parametrize("entry", ENTRIES)
def test_an_undeclared_field_stops_it_by_name(entry: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", UNDECLARED + ENTRIES[entry]],
        env=_environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "relay_keys.MonthKey.identity is stored but not declared" in ran.stderr
