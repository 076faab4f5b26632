"""No policy names a firm of which the practice was not told before (P36)."""

from collections.abc import Mapping

from django.conf import settings

from quenotte.base.declared import Undeclared
from quenotte.register.change import untold
from quenotte.register.derived.published import Sections

NAMES_THE_FIRMS = "P35b"


def check(published: Mapping[str, Sections]) -> None:
    """Refuse a deployment's recipient that the policy in force does not name and nobody was told of.

    Whom a practice's first policy names stood there when it came. Undeclared stops the worker, so a new
    text is never published in silence; care goes on: requests expire and reminders leave before that.
    """
    named = {
        item
        for sections in published.values()
        for section in sections
        for sentence in section.sentences
        if sentence.claim == NAMES_THE_FIRMS
        for item in sentence.items
    }
    before = [
        one
        for one in settings.RECIPIENTS
        if any(item.startswith(f"{one.legal_name} ({one.country})") for item in named)
    ]
    if new := untold(before, settings.RECIPIENTS):
        raise Undeclared(
            f"{', '.join(new)} is new in QUENOTTE_RECIPIENTS: `told` names the day before `since` on"
            " which the practices were told (P36)"
        )
