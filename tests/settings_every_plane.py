"""Every setting and table of every plane at once, for mypy alone: no server starts like this."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "quenotte"
# A plane's settings make its secret file when there is none.
os.environ["QUENOTTE_DATA"] = str(ROOT / "build" / "every-plane")

from quenotte.relay.settings import *  # noqa: E402, F403
from quenotte.site.settings import *  # noqa: E402, F403
from quenotte.vault.settings import *  # noqa: E402, F403

INSTALLED_APPS = [
    ".".join(["quenotte", *config.parent.relative_to(PACKAGE).parts])
    for config in sorted(PACKAGE.glob("*/*/apps.py"))
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
