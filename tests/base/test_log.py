"""Whatever fails in a process that serves, its log tells the kind and our own lines, never the words (P55)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NAME = "Anna Muster, diabetes"
STARTED = f"""
import logging, sys, threading, warnings
from quenotte import serve
serve.start("vault")
from quenotte.base import jws, log
anna_muster = {NAME!r}
"""
# Python that fails or logs past `say`, and what is printed of it.
FAILS = {
    "error": ("raise ValueError(anna_muster)", "ERROR quenotte nobody caught an error (error: ValueError,"),
    "error-in-ours": (
        "jws.fingerprint({'kty': anna_muster})",
        "(error: KeyError, where: quenotte.base.jws:",
    ),
    "cause": (
        "try:\n    int(anna_muster)\nexcept ValueError as fault:\n    raise KeyError(anna_muster) from fault",
        "(error: KeyError, where: elsewhere)",
    ),
    "thread": (
        "def one():\n    raise ValueError(anna_muster)\n"
        "t = threading.Thread(target=one, name=anna_muster)\nt.start()\nt.join()",
        "(error: ValueError, where: elsewhere)",
    ),
    "finalizer": (
        "class One:\n    def __del__(self):\n        raise ValueError(anna_muster)\nOne()",
        "(error: ValueError, where: elsewhere)",
    ),
    "warning": (
        "warnings.warn(anna_muster)",
        "WARNING quenotte Python warns (error: UserWarning, where: elsewhere)",
    ),
    "warning-of-ours": (
        "warnings.warn_explicit(anna_muster, RuntimeWarning, jws.__file__, 7)",
        "(error: RuntimeWarning, where: quenotte.base.jws:7)",
    ),
    "record": (
        "logging.getLogger('quenotte').handle(logging.makeLogRecord({'name': anna_muster,"
        " 'levelname': anna_muster, 'levelno': 40, 'msg': anna_muster, 'args': (anna_muster,),"
        " 'exc_text': anna_muster, 'stack_info': anna_muster}))",
        "ERROR (not printed) (not printed)",
    ),
    "record-of-a-mute-logger": (
        "logging.getLogger('django').handle(logging.makeLogRecord({'levelno': 50, 'msg': anna_muster}))",
        "(not printed)",
    ),
    "record-with-another-level": (
        "logging.getLogger('quenotte').handlers[0].handle("
        "logging.makeLogRecord({'levelno': anna_muster, 'msg': anna_muster}))",
        "ERROR (not printed) (not printed)",
    ),
    "logger's-name": (
        "logging.getLogger(anna_muster).error(anna_muster)",
        "ERROR (not printed) (not printed)",
    ),
    "part-of-a-library": (
        "logging.getLogger('django_elsewhere').error(anna_muster)\n"
        "logging.getLogger('jinja2.' + anna_muster).error(anna_muster)\n"
        "try:\n    int(anna_muster)\n"
        "except ValueError:\n    logging.getLogger('jinja2.sandbox').exception(anna_muster)",
        "ERROR jinja2 ValueError",
    ),
    "handler-that-breaks": (
        "broken = logging.Handler()\n"
        "def emit(record):\n    try:\n        int(anna_muster)\n"
        "    except ValueError:\n        broken.handleError(record)\n"
        "broken.emit = emit\nlogging.getLogger().addHandler(broken)\n"
        "logging.getLogger('jinja2').error(anna_muster)",
        "ERROR jinja2 (not printed)",
    ),
}  # fmt: skip


def printed(code: str, folder: Path) -> str:
    clean = {name: each for name, each in os.environ.items() if not name.startswith("QUENOTTE_")}
    done = subprocess.run(
        [sys.executable, "-c", STARTED + code],
        check=False,
        env={**clean, "QUENOTTE_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == ""
    return done.stderr


@pytest.mark.claim("P55")
@pytest.mark.parametrize("what", FAILS)
def test_what_fails_is_told_by_its_kind_and_place_alone(what: str, tmp_path: Path) -> None:
    code, said = FAILS[what]
    found = printed(code, tmp_path)
    assert said in found
    for word in ("Anna", "Muster", "diabetes", "anna_muster", "Traceback"):
        assert word not in found


def test_a_thread_may_end_itself(tmp_path: Path) -> None:
    code = "t = threading.Thread(target=sys.exit, args=(anna_muster,))\nt.start()\nt.join()"
    assert printed(code, tmp_path) == ""


def test_what_is_said_through_the_doorway_is_printed(tmp_path: Path) -> None:
    code = "log.say('feed-refused', practice='mast', why='an older feed')"
    assert printed(code, tmp_path) == (
        "WARNING quenotte a feed was not taken, the last one stays (practice: mast, why: an older feed)\n"
    )
