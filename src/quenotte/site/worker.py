"""The site's worker: follows each practice's vault and publishes again when a page would change."""

import os
import signal
import threading
from datetime import datetime
from types import FrameType

from quenotte.base import log
from quenotte.base.calls import Unreachable

SOON_SECONDS = 1.0  # until the next try when a vault gave no feed


def tick(at: datetime) -> bool:
    """Follow every site's vault once. Whether all went well; one that fails stops no other."""
    from quenotte.site.facts.models import Site
    from quenotte.site.facts.vault_feed import Refused
    from quenotte.site.releases import services

    well = True
    for site in Site.objects.order_by("practice"):
        try:
            services.follow(site=site, at=at)
        except (Refused, Unreachable) as why:
            well = False
            said = "its vault gives no answer" if isinstance(why, Unreachable) else why
            log.say("feed-refused", practice=site.practice, why=said)
            services.tell_silence(site=site, at=at)
    return well


def main() -> None:
    """Run until SIGTERM or SIGINT, finishing the site that is being published."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quenotte.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    asked_to_end = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        asked_to_end.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    soon = SOON_SECONDS
    while not asked_to_end.is_set():
        well = tick(timezone.now())
        soon = SOON_SECONDS if well else min(2 * soon, settings.POLL_SECONDS)
        asked_to_end.wait(settings.POLL_SECONDS if well else soon)


if __name__ == "__main__":
    main()
