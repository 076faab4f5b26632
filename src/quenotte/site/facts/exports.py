"""The Publisher's own register: every practice whose site stands here, as its facts and its vault say it."""

from collections.abc import Iterator

from django.conf import settings

from quenotte.base import evidence
from quenotte.register import REGISTER, Activity, claims, offered
from quenotte.register.claims import State
from quenotte.register.derived.parties import Parties, Party
from quenotte.register.derived.processor import Row, Served, processor
from quenotte.register.packs import under
from quenotte.register.periods import Words
from quenotte.site.facts import services
from quenotte.site.facts.models import Site, VaultFeed
from quenotte.site.facts.schema import PracticeFacts

ALWAYS = frozenset({"site", "desk"})  # what every practice has; its vault names the others


def register(words: Words) -> tuple[Row, ...]:
    """One row for each practice, whether its site is public yet or not."""
    return processor(_served(), state, words)


def state(claim: str) -> State:
    return claims.state(claim, evidence.outcomes())


def _served() -> Iterator[Served]:
    for site in Site.objects.order_by("practice"):
        facts = services.current(site)
        yield Served(
            parties=_parties(site, facts),
            activities=_activities(site, facts),
            publisher=Party(
                facts.publisher.legal_name,
                f"{facts.publisher.street}, {facts.publisher.postcode} {facts.publisher.city}",
                facts.publisher.country,
                email=facts.publisher.email,
                register_number=facts.publisher.register_number,
            ),
            since=site.made_at.date().isoformat(),
        )


def _parties(site: Site, facts: PracticeFacts) -> Parties:
    address = f"{facts.street}, {facts.postcode} {facts.city}"
    several = [(each.name, each.address) for each in facts.controllers]
    return Parties(
        slug=site.practice,
        name=facts.name[facts.default_language],
        controllers=tuple(
            Party(name, where, facts.country, facts.telephone, facts.email)
            for name, where in several or [(facts.controller, address)]
        ),
        packs=under(facts.country),
        recipients=settings.RECIPIENTS,
    )


def _activities(site: Site, facts: PracticeFacts) -> tuple[Activity, ...]:
    """Those of the services that the practice's vault said are on; before it spoke, all that this version has."""
    feed = VaultFeed.objects.filter(site=site).first()
    known = offered(REGISTER, [facts.country]).values()
    if feed is None:
        return tuple(known)
    on = ALWAYS.union(feed.items.get("services", ()))
    return tuple(activity for activity in known if activity.service in on)
