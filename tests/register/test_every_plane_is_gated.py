"""No process of any plane starts with a column that nobody declared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

STARTS = {
    ("site", "facts.FactsRevision.facts", "import quenotte.site.wsgi"),
    ("site", "releases.Blob.bytes", "from quenotte import serve; serve.work('site')"),
    ("site", "facts.Site.host", "from quenotte import serve; serve.migrate('site')"),
    ("relay", "relay_keys.MonthKey.identity", "from quenotte import serve; serve.relay()"),
    ("relay", "relay_keys.MonthKey.month", "from quenotte import serve; serve.migrate('relay')"),
    ("vault", "intake.Submission.key", "from quenotte import serve; serve.start('vault')"),
}


@pytest.mark.claim("P13")
@pytest.mark.parametrize(("plane", "field", "start"), sorted(STARTS))
def test_an_undeclared_column_stops_the_start(
    plane: str, field: str, start: str, tmp_path: Path
) -> None:
    planted = (
        f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'quenotte.{plane}.settings'\n"
        f"from quenotte.{plane} import holds\n"
        f"holds.BINDINGS.pop('{field}')\n{start}"
    )
    done = subprocess.run(
        [sys.executable, "-c", planted],
        check=False,
        env={
            **os.environ,
            "QUENOTTE_DATA": str(tmp_path),
            "QUENOTTE_SMTP": "smtp://127.0.0.1:9",
            "QUENOTTE_SMTP_FROM": "a@b.example",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert f"{field} is stored but not declared" in done.stderr
