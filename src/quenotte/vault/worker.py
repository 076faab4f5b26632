"""What the vault does by the clock: requests expire, notices end, last days are
over, a policy that says something else gets its version, the site's feed is followed."""

import signal
import threading
from datetime import datetime

from django.conf import settings as conf
from django.db import Error, InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from quenotte.base import calls, jws, log, settings
from quenotte.base.sqlite import serving
from quenotte.vault.agenda import services as agenda
from quenotte.vault.desk import drafts
from quenotte.vault.desk import services as desk
from quenotte.vault.feeds import services as feeds
from quenotte.vault.journal import services as journal
from quenotte.vault.notices import services as notices
from quenotte.vault.policies import services as policies
from quenotte.vault.practices import demo_keys, leaving
from quenotte.vault.practices.models import Practice
from quenotte.vault.recovery import services as recovery


def tick(*, at: datetime) -> None:
    """Everything that is due by the clock, once. Doing it twice changes nothing."""
    agenda.expire_due(at=at)
    notices.sweep(at=at)
    desk.sweep(at=at)
    recovery.sweep(at=at)
    drafts.sweep(at=at)
    leaving.end_due(at=at)
    policies.publish_changed(at=at)
    journal.sweep()


def follow(*, at: datetime) -> None:
    """Read the site's feed about every practice; a silent site changes nothing, and holds up no other one."""
    for practice in Practice.objects.all():
        try:
            feeds.follow(practice=practice, at=at)
        except (calls.Unreachable, jws.NotSigned) as why:
            said = "its site gives no answer" if isinstance(why, calls.Unreachable) else why
            log.say("feed-refused", practice=practice.slug, why=said)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the next one would fail as well
        except Exception as error:
            log.say("follow-failed", practice=practice.slug, error=type(error).__name__)


def main() -> None:
    """Loop until SIGTERM or SIGINT."""
    serving.hold(conf.DATABASES["default"])
    demo_keys.refuse()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    seconds = float(settings.read("QUENOTTE_WORKER_SECONDS", "20"))
    while True:
        try:
            at = timezone.now()
            tick(at=at)
            follow(at=at)
        except Error as error:
            log.say("clock-waits", error=type(error).__name__)
            close_old_connections()
        if stop.wait(seconds):
            return
