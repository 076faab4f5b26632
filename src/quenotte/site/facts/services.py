"""Sites and their facts: made, revised, said to the vault."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction

from quenotte.site.facts.card import Card, public_card
from quenotte.site.facts.models import FactsRevision, PublicCard, Site
from quenotte.site.facts.reading import WrongFact
from quenotte.site.facts.schema import PracticeFacts, practice_facts

HOST = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
)


class AlreadyThere(Exception):
    """Another site has this practice or this host."""


@transaction.atomic
def create(*, practice: str, host: str, facts: object, at: datetime) -> Site:
    """A site with its first facts; it is not public until it is published.

    Refuses a practice or a host that another site has (AlreadyThere), and facts that do not hold (WrongFact).
    """
    if not re.fullmatch(r"[a-z0-9-]{1,40}", practice):
        raise WrongFact("practice", "must look like lac")
    if not HOST.fullmatch(host):
        raise WrongFact(
            "host", "must be a host name in lower case without a port, like www.lac.example"
        )
    if Site.objects.filter(practice=practice).exists():
        raise AlreadyThere(f"the practice {practice} has a site")
    if Site.objects.filter(host=host).exists():
        raise AlreadyThere(f"the host {host} has a site")
    site = Site.objects.create(practice=practice, host=host, made_at=at)
    revise(site=site, facts=facts, at=at)
    return site


@transaction.atomic
def revise(*, site: Site, facts: object, at: datetime) -> FactsRevision:
    """The next revision of a site's facts. Nothing that is public changes before publishing."""
    practice_facts(facts)
    last = FactsRevision.objects.filter(site=site).order_by("-number").first()
    return FactsRevision.objects.create(
        site=site, number=last.number + 1 if last else 1, facts=facts, made_at=at
    )


def current(site: Site) -> PracticeFacts:
    """The facts of the newest revision."""
    return practice_facts(FactsRevision.objects.filter(site=site).latest("number").facts)


def url_of(site: Site) -> str:
    """The site's public address, without a slash at its end."""
    return settings.SITE_URL.replace("{practice}", site.host).rstrip("/")


def say(*, site: Site, facts: PracticeFacts, at: datetime) -> PublicCard:
    """Put the card of these facts into the site's feed; the number grows when the card differs."""
    card: Card = public_card(facts, practice=site.practice, url=url_of(site))
    said = PublicCard.objects.filter(site=site).first()
    if said is None:
        return PublicCard.objects.create(site=site, number=1, card=card, made_at=at)
    if said.card != card:
        said.number, said.card, said.made_at = said.number + 1, card, at
        said.save()
    return said
