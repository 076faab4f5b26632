"""The short-lived process that sees addresses: it sends one batch, and its memory ends with it.

Python cannot wipe its heap, so the parent (work.py) never opens a reach: it forks this process,
which gets the leased rows and their months' identities, and gives back an exit code, nothing else.
"""

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NoReturn

from quenotte.base import log
from quenotte.relay import notice, send
from quenotte.relay.compose import NoChannel, Sender, compose
from quenotte.relay.reach import EMAIL, NotAReach, open_reach
from quenotte.relay.vault import NotAnswering, Vault

ENDS = (signal.SIGTERM, signal.SIGINT)
SENT, RETRY, FAILED, LOST = "SENT", "RETRY", "FAILED", "LOST"
REPORTS = 3  # an outcome that is never told leaves the vault in doubt, so it is told again
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


class Ended(IntEnum):
    """The exit codes: all that the parent learns."""

    ALL_SENT = 0
    SOME_NOT = 1
    BROKEN = 2


@dataclass(frozen=True)
class Means:
    """What a send needs beside the notice itself."""

    vault: Vault
    route: send.Route
    sender: Sender
    clock: Callable[[], datetime]


def live(rows: Sequence[Any], *, identities: Mapping[str, str], means: Means) -> NoReturn:
    """The life of the process, from the fork to its end. Says at most the kind of its error."""
    said = Ended.BROKEN
    own_stderr = os.dup(2)
    try:
        _close_ourselves()
        outcomes = deliver_all(rows, identities=identities, means=means)
        said = Ended.ALL_SENT if set(outcomes) == {SENT} else Ended.SOME_NOT
    except BaseException as error:
        # an error's text, and the lines around it, may hold the address
        os.write(own_stderr, log.line("child-broke", error=type(error).__name__).encode())
    finally:
        os._exit(said)


def deliver_all(rows: Sequence[Any], *, identities: Mapping[str, str], means: Means) -> list[str]:
    """Send what was leased, one after the other; told to end, begin no further one."""
    outcomes = []
    with send.Post(means.route, sender=means.sender.address) as post:
        for row in rows:
            if signal.sigpending() & set(ENDS):
                break
            outcomes.append(deliver(row, identities=identities, means=means, post=post))
    return outcomes


def deliver(row: Any, *, identities: Mapping[str, str], means: Means, post: send.Post) -> str:
    """Tell the vault, open, compose, send, tell the vault. A lost lease: nothing is opened."""
    try:
        id_ = notice.named(row)
        if not means.vault.sending(id_):
            return LOST
    except (notice.NotANotice, NotAnswering):
        return LOST  # the lease runs out, and the vault offers it again
    outcome, reason = _attempt(row, identities=identities, means=means, post=post)
    for left in reversed(range(REPORTS)):
        with contextlib.suppress(NotAnswering):
            means.vault.outcome(id_, outcome=outcome, reason=reason)
            break
        if left:
            time.sleep(1)
    return outcome


def _attempt(
    row: dict[str, Any], *, identities: Mapping[str, str], means: Means, post: send.Post
) -> tuple[str, str]:
    try:
        due = notice.read(row)
        if due.month not in identities:
            return FAILED, "no-key"
        reach = open_reach(
            due.sealed,
            identity=identities[due.month],
            practice=due.practice.slug,
            about=due.about,
            country=due.practice.country,
        )
        message_in_clear = compose(due, reach, sender=means.sender, at=means.clock())
        recipient_in_clear = (
            reach.address_in_clear
            if reach.channel == EMAIL
            else f"{reach.address_in_clear}@{means.sender.sms_domain}"
        )
        post.send(message_in_clear, recipient_in_clear=recipient_in_clear)
    except (NotAReach, notice.NotANotice):
        return FAILED, "not-a-reach"
    except send.Refused:
        return FAILED, "refused"
    except NoChannel:
        return FAILED, "unreachable"
    except send.NotNow as reason:
        return RETRY, str(reason)
    return SENT, ""


def _close_ourselves() -> None:
    """No debugger sees this process, it ends when its parent does, and prints nothing."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
