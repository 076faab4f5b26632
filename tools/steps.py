"""How set-up runs a command and speaks: one short line a step, the whole output only when it fails.

Python 3.9 and its standard library are enough here: this runs before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Union

ROOT = Path(__file__).resolve().parent.parent
SHOWN_LINES = 12  # of each end
Words = Sequence[Union[str, Path]]


class Trouble(Exception):
    """A step did not succeed. The message says what to do about it."""


def say(step: str, what: str) -> None:
    print(f"  {step:<11} {what}", flush=True)


def run(command: Words, *, otherwise: str, env: Mapping[str, str] | None = None) -> str:
    """The command's output. If it fails: Trouble with its ends and the sentence `otherwise`."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=dict(os.environ if env is None else env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Trouble(f"{words[0]}: {error.strerror}.\n{otherwise}") from None
    if done.returncode != 0:
        lines = done.stdout.splitlines()
        if len(lines) > 2 * SHOWN_LINES:  # npm says why first, compilers last
            lines = [*lines[:SHOWN_LINES], "…", *lines[-SHOWN_LINES:]]
        shown = "\n".join("    " + line for line in lines)
        raise Trouble(f"`{' '.join(words)}` failed:\n{shown}\n{otherwise}")
    return done.stdout.strip()


def answer(command: Words) -> str | None:
    """What a command prints, or None when it is missing or fails."""
    try:
        return run(command, otherwise="")
    except Trouble:
        return None


def fail(trouble: Trouble) -> None:
    print(f"\n{trouble}", file=sys.stderr)
    sys.exit(1)
