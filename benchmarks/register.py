"""`register.check`: the gate over 3,000 columns of 300 tables, as every start of a plane runs it, in CPU;
against 50 ms."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.vault import ROOT

LIMIT_MS = 50
# An app of 300 tables: every fourth column is JSON, a key comes with each table.
MODELS = """
from django.db import models
KINDS = [models.TextField, models.IntegerField, models.BooleanField, models.JSONField]
for table in range(300):
    fields = {f"field{number}": KINDS[number % 4]() for number in range(9)}
    name = f"Model{table}"
    globals()[name] = type(name, (models.Model,), {"__module__": __name__, **fields})
"""
# Half of the columns hold a datum, half are about nobody. Run in a process with Django of its own.
CHECK = """
import sys, time
from django.conf import settings
settings.configure(INSTALLED_APPS=["quenotte_thousands"], DEFAULT_AUTO_FIELD="django.db.models.AutoField")
import django
django.setup()
from quenotte.base import stored
from quenotte.register import REGISTER, gate
known = [
    f"{key}.{datum.name}"
    for key, held in REGISTER.items() for datum in held.data if datum.seal is None
]
names = [column.name for column in stored.fields()]
assert len(names) == 3000
bindings = {
    name: gate.Holds(known[at % len(known)], schema="public-card") if at % 2
    else gate.About("a reason of ours", schema="public-card")
    for at, name in enumerate(names)
}
for _ in range(30):
    started = time.process_time()
    gate.check(fields=stored.fields(), bindings=bindings, register=REGISTER, where="holds.py")
    print((time.process_time() - started) * 1000)
"""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="quenotte-bench-") as held:
        app = Path(held) / "quenotte_thousands"
        app.mkdir()
        (app / "__init__.py").touch()
        (app / "models.py").write_text(MODELS)
        done = subprocess.run(
            [sys.executable, "-c", CHECK],
            env={**os.environ, "PYTHONPATH": f"{held}:{ROOT / 'src'}"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    value = statistics.median(float(line) for line in done.stdout.split())
    yield Figure("register.check", value, "ms", f"{LIMIT_MS} ms", value / LIMIT_MS)
