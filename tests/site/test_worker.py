"""The worker ends cleanly when it is told to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def test_the_worker_ends_at_once_on_sigterm(tmp_path: Path) -> None:
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "PYTHONWARNINGS": "error",
        "QUENOTTE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "quenotte.site.settings",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], env=environ, check=True)
    ready = tmp_path / "ready"
    code = (
        "from pathlib import Path; from quenotte.site import worker; tick = worker.tick\n"
        f"worker.tick = lambda at: (tick(at), Path({str(ready)!r}).touch())[0]\n"
        "worker.main()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], env=environ, stderr=subprocess.PIPE)
    until = time.monotonic() + 30
    while not ready.exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=10)
    assert (process.returncode, said) == (0, b"")
