"""What counts for one practice: the register as the practice chose it, and its facts for the policy."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from quenotte.register import REGISTER, Activity, choices, offered
from quenotte.register.choices import Choices
from quenotte.register.derived.forms import form_version
from quenotte.register.derived.notice import Controller
from quenotte.register.derived.parties import Party
from quenotte.register.derived.policy import Facts, Hosting
from quenotte.register.packs import under
from quenotte.register.packs.model import Pack
from quenotte.vault.practices import choices as signed
from quenotte.vault.practices import hosting
from quenotte.vault.practices.models import Practice

FORMS = ("appointment", "questionnaire")  # the forms whose service this vault runs


def choices_of(practice: Practice) -> Choices:
    """What the practice's key signed last; the empty choices before it ever did."""
    newest = signed.newest(practice)
    return newest.choices if newest else choices.UNCHOSEN


def packs_of(practice: Practice) -> tuple[Pack, ...]:
    """The laws that count: that of the practice's country, and those that it chose besides."""
    return _packs(practice, choices_of(practice))


def register_of(practice: Practice) -> Mapping[str, Activity]:
    """The activities that count for this practice; a service that is off is not among them (P5)."""
    made = choices_of(practice)
    return _register(made, tuple(pack.country for pack in _packs(practice, made)))


def offered_of(practice: Practice) -> Mapping[str, Activity]:
    """The activities whose forms patients of this practice may send."""
    counts = register_of(practice)
    return {key: counts[key] for key in FORMS if key in counts}


def readable_of(practice: Practice) -> Mapping[str, Activity]:
    """The same for the desk: what came while a service was on is read after it was switched off."""
    made = replace(choices_of(practice), off=frozenset())
    counts = _register(made, tuple(pack.country for pack in _packs(practice, made)))
    return {key: counts[key] for key in FORMS}


def questionnaires_closed(practice: Practice, *, at: datetime) -> hosting.Closed | None:
    """Why no new health questionnaire is taken; None when they are (P17)."""
    made = choices_of(practice)
    return hosting.closed(
        accepted=made.hosting, packs=_packs(practice, made), today=today(practice, at)
    )


def asks_for_a_certificate(practice: Practice) -> bool:
    """Whether a law that counts here wants health data with a certified host."""
    return any(pack.hosting.certificate is not None for pack in packs_of(practice))


def today(practice: Practice, at: datetime) -> date:
    """The day by the practice's clock."""
    return at.astimezone(ZoneInfo(practice.zone)).date()


@lru_cache(maxsize=256)
def version_of(activity: Activity) -> str:
    """The version of an activity's form; a chosen period is part of what the patient was told."""
    return form_version(activity)


def _packs(practice: Practice, made: Choices) -> tuple[Pack, ...]:
    return under(practice.country, made.packs)


@lru_cache(maxsize=256)
def _register(made: Choices, countries: tuple[str, ...]) -> Mapping[str, Activity]:
    own, *others = countries
    return choices.chosen(offered(REGISTER, countries), made, under(own, others))


def answered_for(practice: Practice) -> bool:
    """Whether the site has said who is responsible: a controller, or a name with its address (P2)."""
    card = practice.public_card
    whose = card.get("controllers") or str(card.get("controller", "")).strip()
    return bool(whose or all(str(card.get(part, "")).strip() for part in ("name", "street")))


def responsible_of(practice: Practice) -> tuple[Controller, ...]:
    """For the notice beside a form: who is responsible for which chair."""
    card = practice.card()
    if several := card.get("controllers"):
        return tuple(
            Controller(each["name"], each["address"], tuple(each["resources"])) for each in several
        )
    place = f"{card['postcode']} {card['city']}".strip()
    address = ", ".join(part for part in (card["street"], place) if part)
    return (Controller(card.get("controller") or card["name"], address),)


def facts_of(practice: Practice) -> Facts:
    """All that is about one practice, as its site, its choices and this deployment say it."""
    card, newest = practice.card(), signed.newest(practice)
    made = newest.choices if newest else choices.UNCHOSEN
    deployed = hosting.facts()
    accepted = signed.accepted_at(practice, hosting.digest())
    return Facts(
        name=card["name"],
        controllers=controllers_of(card),
        packs=_packs(practice, made),
        telephone=card["telephone"],
        email=card["email"],
        hosting=Hosting(
            name=deployed.name,
            certificate=deployed.certificate,
            valid_until=deployed.valid_until,
            place=deployed.place,
            accepted=today(practice, accepted) if accepted else None,
        ),
        recipients=(*settings.RECIPIENTS, *made.recipients),
        contact=made.contact,
        languages=tuple(name for _, name in settings.LANGUAGES),
    )


def controllers_of(card: Mapping[str, Any]) -> tuple[Party, ...]:
    """Who decides on the data: several where colleagues share one site, each for its own patients."""
    place = f"{card['postcode']} {card['city']}".strip()
    address = ", ".join(part for part in (card["street"], place) if part)
    several = card.get("controllers") or [{"name": card.get("controller") or card["name"]}]
    return tuple(
        Party(
            name=one["name"],
            address=one.get("address") or address,
            country=card["country"],
            telephone=card["telephone"],
            email=card["email"],
        )
        for one in several
    )
