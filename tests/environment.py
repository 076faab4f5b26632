"""Loaded first (`-p tests.environment`): a folder of its own for every run, PostgreSQL when asked for.

pytest-django reads a plane's settings before any conftest, so their environment has to stand here.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.postgresql import started

_FOLDER = Path(tempfile.mkdtemp(prefix="quenotte-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("QUENOTTE_")]:
    del os.environ[_name]
os.environ["QUENOTTE_DATA"] = str(_FOLDER)

if "--postgresql" in sys.argv:
    os.environ["QUENOTTE_VAULT_DATABASE"] = started(_FOLDER / "postgresql")
