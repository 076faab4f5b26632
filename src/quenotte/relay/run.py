"""Starts `quenotte relay`: settings, key, loop. Its database is made by `quenotte migrate`."""

import os
from datetime import UTC, datetime

import django
from django.conf import settings

from quenotte.base import log, outbound
from quenotte.base.settings import Misconfigured, load_secrets, read


def main() -> None:
    """Run the relay until SIGTERM. Misconfigured when it could not send."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "quenotte.relay.settings"
    django.setup()
    outbound.guard(settings.OUTBOUND)
    from quenotte.relay.child import Means
    from quenotte.relay.compose import Sender
    from quenotte.relay.send import route
    from quenotte.relay.vault import Vault
    from quenotte.relay.work import Relay

    key = load_secrets("relay").signing
    sender = read("QUENOTTE_SMTP_FROM")
    if "@" not in sender:
        raise Misconfigured("QUENOTTE_SMTP_FROM must be the address that messages leave from")
    means = Means(
        vault=Vault(settings.VAULT_INTERNAL_URL, key=key, clock=_now),
        route=route(read("QUENOTTE_SMTP")),
        sender=Sender(address=sender, sms_domain=settings.SMS_DOMAIN),
        clock=_now,
    )
    log.only_places()
    Relay(
        key=key, means=means, poll=settings.POLL_SECONDS, child_seconds=settings.CHILD_SECONDS
    ).run()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
