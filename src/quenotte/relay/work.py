"""The relay's loop: keep the month keys, lease what is due, have a child send it.

This process lives for months, so it never opens a reach: what it holds of a message is what the
vault holds. It has no threads, since it forks.
"""

import os
import resource
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connections

from quenotte.base import jws, log
from quenotte.relay import child, notice
from quenotte.relay.keys import services
from quenotte.relay.vault import NotAnswering

MOST = 20  # notices a lease, so that a batch ends well within its 60 s
LONGEST_WAIT_SECONDS = 30.0
LOOK_AT_KEYS = timedelta(hours=1)
PUBLISH_AGAIN = timedelta(days=1)  # a vault restored from a backup has the keys of yesterday


@dataclass
class Relay:
    """One relay at work. `poll` and `child_seconds` are seconds."""

    key: jws.PrivateKey
    means: child.Means
    poll: float
    child_seconds: float
    ending: bool = field(default=False, init=False)
    _looked_at: datetime | None = field(default=None, init=False)
    _published_at: datetime | None = field(default=None, init=False)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. What a child has begun to send, it ends first."""
        # Blocked, not handled: taken up where we wait, never in the middle of something.
        signal.pthread_sigmask(signal.SIG_BLOCK, {*child.ENDS, signal.SIGCHLD})
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        failures, wait = 0, 0.0
        while not self._told_to_end(wait):
            try:
                wait = 0.0 if self.round(at=self.means.clock()) else self.poll
                failures = 0
            except NotAnswering as reason:
                failures += 1
                wait = min(LONGEST_WAIT_SECONDS, self.poll * 2 ** min(failures, 10))
                if failures in (1, 10):
                    log.say("nothing-leaves", why=reason)

    def round(self, *, at: datetime) -> bool:
        """Everything once. True: a whole batch left, so more may be waiting."""
        self._keep_months(at=at)
        rows = self.means.vault.lease(MOST)
        if not rows:
            return False
        return self._send(rows) is child.Ended.ALL_SENT and len(rows) == MOST

    def _keep_months(self, *, at: datetime) -> None:
        if self._looked_at is None or at - self._looked_at >= LOOK_AT_KEYS:
            if services.keep(at=at):
                self._published_at = None
            self._looked_at = at
        if self._published_at is None or at - self._published_at >= PUBLISH_AGAIN:
            self.means.vault.publish(services.published(at=at, key=self.key))
            self._published_at = at
            log.say("months-published")

    def _send(self, rows: list[Any]) -> child.Ended:
        identities = _identities(rows)
        connections.close_all()  # an open database does not survive a fork
        until = time.monotonic() + self.child_seconds
        ended = child.Ended.BROKEN
        for _ in rows:
            # A child that broke takes one message with it. The next one is refused that message and
            # sends the rest, so that nothing waits behind what cannot be sent.
            pid = os.fork()
            if pid == 0:
                child.live(rows, identities=identities, means=self.means)
            ended = self._wait_for(pid, until=until)
            if ended is not child.Ended.BROKEN or self.ending or time.monotonic() >= until:
                break
        if ended is not child.Ended.ALL_SENT:
            log.say("messages-remain")
        return ended

    def _wait_for(self, pid: int, *, until: float) -> child.Ended:
        while True:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                return child.Ended(code) if code in set(child.Ended) else child.Ended.BROKEN
            left = until - time.monotonic()
            if left <= 0:
                log.say("child-ended", seconds=int(self.child_seconds))
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return child.Ended.BROKEN
            heard = signal.sigtimedwait({*child.ENDS, signal.SIGCHLD}, left)
            if heard is not None and heard.si_signo in child.ENDS:
                self.ending = True
                os.kill(pid, signal.SIGTERM)  # it finishes the message that it has begun

    def _told_to_end(self, wait: float) -> bool:
        return self.ending or signal.sigtimedwait(set(child.ENDS), wait) is not None


def _identities(rows: list[Any]) -> Mapping[str, str]:
    """The secret halves of the months that this batch needs, and of no other."""
    held = {}
    for month in {notice.month_of(row) for row in rows if isinstance(row, dict)}:
        try:
            held[month] = services.identity_of(month)
        except services.NoKey:
            continue
    return held
