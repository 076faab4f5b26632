"""What must be impossible: the planes share nothing but words."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import quenotte
from quenotte.base import settings

PACKAGE = Path(quenotte.__file__).parent
SHARED = ("base", "register", "envelope", "serve", "static", "locale")
OPENERS = ("pyrage",)  # libraries that open sealed things
STARTS = {
    "site": "import quenotte.site.wsgi, quenotte.site.worker",
    "vault": "import quenotte.vault.wsgi, quenotte.vault.worker",
    "relay": "import quenotte.relay.run; from quenotte import serve; serve.start('relay');"
    " import quenotte.relay.work",
}


def loaded(plane: str, folder: Path) -> set[str]:
    """Every module that a plane's server and worker have loaded once they stand."""
    code = f"""
import os, sys, json
from quenotte import serve
os.environ["DJANGO_SETTINGS_MODULE"] = serve.settings_of({plane!r})
serve.migrate({plane!r})
{STARTS[plane]}
from django.urls import get_resolver
from django.conf import settings
if hasattr(settings, "ROOT_URLCONF"): get_resolver().url_patterns
print(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(PACKAGE.parent), "PATH": "/usr/bin", "QUENOTTE_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.claim("P11")
@pytest.mark.parametrize("plane", STARTS)
def test_a_plane_loads_no_module_of_another(plane: str, tmp_path: Path) -> None:
    modules = loaded(plane, tmp_path)
    assert f"quenotte.{plane}" in modules
    others = [other for other in STARTS if other != plane]
    foreign = {
        module
        for module in modules
        for other in others
        if f"{module}.".startswith(f"quenotte.{other}.")
    }
    assert foreign == set()


@pytest.mark.claim("P11")
@pytest.mark.parametrize("plane", ["site", "vault"])
def test_a_server_loads_nothing_that_could_open_an_envelope(plane: str, tmp_path: Path) -> None:
    modules = {module.partition(".")[0] for module in loaded(plane, tmp_path)}
    assert modules.isdisjoint(OPENERS)


def test_the_relay_does_load_it(tmp_path: Path) -> None:
    """So the look above can find it."""
    assert "pyrage" in loaded("relay", tmp_path)


def names(path: Path) -> Iterator[str]:
    """Every name that a file binds or reads."""
    for node in ast.walk(ast.parse(path.read_text())):
        for field in ("id", "attr", "arg", "name", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value


@pytest.mark.claim("P11")
def test_no_name_in_clear_exists_outside_the_relay() -> None:
    speaking = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if any(re.search("_in_clear$", name) for name in names(path))
    }
    assert speaking == {"relay"}


@pytest.mark.claim("P11")
def test_planes_have_secrets_and_databases_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUENOTTE_DATA", str(tmp_path))
    for plane in STARTS:
        for kind in ("SECRET_FILE", "DATABASE"):
            monkeypatch.delenv(f"QUENOTTE_{plane.upper()}_{kind}", raising=False)
    held = {plane: settings.load_secrets(plane) for plane in STARTS}
    assert len({one.django for one in held.values()}) == len(STARTS)
    assert len({one.fingerprint for one in held.values()}) == len(STARTS)
    assert len({settings.secret_file(plane) for plane in STARTS}) == len(STARTS)
    for plane in STARTS:
        assert settings.secret_file(plane).stat().st_mode & 0o077 == 0


def test_every_plane_s_database_has_a_name_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for plane in STARTS:
        monkeypatch.delenv(f"QUENOTTE_{plane.upper()}_DATABASE", raising=False)
    assert len({str(settings.database(plane)["NAME"]) for plane in STARTS}) == len(STARTS)
