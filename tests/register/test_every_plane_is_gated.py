"""No process of any plane starts with a column that nobody declared."""

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

# What a process is started with, by plane. `django` is whatever Django itself is asked for.
STARTS = {
    ("site", "wsgi"): "import quenotte.site.wsgi",
    ("site", "serve"): "serve.serve('site', host='127.0.0.1', port=0, workers=1, threads=1)",
    ("site", "worker"): "serve.work('site')",
    ("site", "migrate"): "serve.migrate('site')",
    ("site", "django"): "import django; django.setup()",
    ("vault", "wsgi"): "import quenotte.vault.wsgi",
    ("vault", "serve"): "serve.serve('vault', host='127.0.0.1', port=0, workers=1, threads=1)",
    ("vault", "worker"): "serve.work('vault')",
    ("vault", "migrate"): "serve.migrate('vault')",
    ("vault", "django"): "import django; django.setup()",
    ("relay", "relay"): "serve.relay()",
    ("relay", "run"): "from quenotte.relay import run; run.main()",
    ("relay", "migrate"): "serve.migrate('relay')",
    ("relay", "django"): "import django; django.setup()",
}
COLUMN = {
    "site": "releases.Blob.bytes",
    "vault": "intake.Submission.version",
    "relay": "relay_keys.MonthKey.identity",
}
# Python that plants something, and what the refusal has to say.
PLANTS = {
    "column": (
        "from quenotte.{plane} import holds\nholds.BINDINGS.pop('{column}')",
        "{column} is stored but not declared",
    ),
    "another-s": (
        "from quenotte.{plane} import settings\n"
        "settings.INSTALLED_APPS.append('django.contrib.contenttypes')",
        "contenttypes.ContentType.model is stored by django.contrib.contenttypes.models,"
        " which THIRD_PARTY does not name",
    ),
    "register": (
        "from quenotte import register\n"
        "from dataclasses import replace\n"
        "held = dict(register.REGISTER)\n"
        "held['appointment'] = replace(held['appointment'], purpose='')\n"
        "register.REGISTER = held",
        "the activity appointment does not say its purpose",
    ),
}


@pytest.mark.claim("P13b")
@pytest.mark.parametrize(
    ("plane", "entry", "plant"),
    [(*start, plant) for start, plant in product(STARTS, PLANTS)],
)
def test_what_nobody_declared_stops_the_start(
    plane: str, entry: str, plant: str, tmp_path: Path
) -> None:
    planted, said = (each.format(plane=plane, column=COLUMN[plane]) for each in PLANTS[plant])
    done = started(plane, f"{planted}\n{STARTS[plane, entry]}", tmp_path)
    assert done.returncode != 0
    assert said in done.stderr
    assert f"Declare it in quenotte/{plane}/holds.py, or in the register." in done.stderr


@pytest.mark.parametrize(
    "start", [start for start in STARTS if start[1] in ("wsgi", "migrate", "django")], ids="-".join
)
def test_without_a_plant_it_starts(start: tuple[str, str], tmp_path: Path) -> None:
    """Else the refusals above might have another cause."""
    prepared = "" if start[1] == "migrate" else f"serve.migrate('{start[0]}')"
    done = started(start[0], f"{prepared}\n{STARTS[start]}", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def started(plane: str, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"from quenotte import serve\n{code}"],
        check=False,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": f"quenotte.{plane}.settings",
            "QUENOTTE_DATA": str(folder),
            "QUENOTTE_SMTP": "smtp://127.0.0.1:9",
            "QUENOTTE_SMTP_FROM": "a@b.example",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
