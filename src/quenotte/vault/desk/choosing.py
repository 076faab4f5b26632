"""What a practice may choose, in words: for the desk's page of choices. The register says the bounds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from quenotte.register import REGISTER, SERVICES, Activity, offered
from quenotte.register.choices import (
    NAMED_BY_THE_PRACTICE,
    OPTIONAL,
    UNCHOSEN,
    Bounds,
    Choices,
    bounds,
    chosen,
)
from quenotte.register.keep import Keep, Period, days
from quenotte.register.lists.roles import ROLES
from quenotte.register.packs import PACKS, under
from quenotte.register.packs.model import Pack
from quenotte.register.periods import Words, kept, length
from quenotte.register.recipients import ALLOWED
from quenotte.vault.practices import hosting

USUAL = (
    *("P1D", "P7D", "P14D", "P30D", "P60D", "P90D"),
    *("P1M", "P2M", "P3M", "P6M", "P9M", "P12M", "P18M"),
    *("P2Y", "P3Y", "P4Y", "P5Y"),
)
COUNTRIES = {"CH": _("Switzerland"), "FR": _("France")}
TERMS = {
    "name": _("Host"),
    "certificate": _("Certificate for health data"),
    "version": _("Version of the certificate's rules"),
    "activities": _("Activities that it covers"),
    "valid_until": _("Valid until"),
    "country": _("Country"),
    "place": _("Place of the machines"),
}


def words() -> Words:
    return Words(gettext, ngettext)


def choosable(choices: Choices, own: str) -> dict[str, Any]:
    """All that may be chosen, with what is chosen now."""
    packs = under(own, choices.packs)
    counts = offered(chosen(REGISTER, replace(choices, off=frozenset()), packs))
    return {
        "periods": [row for one in counts.values() if (row := _periods(one, packs))["parts"]],
        "services": [
            {
                "service": key,
                "title": gettext(service.title),
                "on": key not in choices.off,
                "fixed": not service.optional,
            }
            for key, service in SERVICES.items()
            if service.built and key in (*OPTIONAL, "appointment")
        ],
        "packs": [
            {
                "country": country,
                "name": gettext(COUNTRIES.get(country, country)),
                "law": gettext(pack.law),
                "fixed": country == own,
                "chosen": country == own or country in choices.packs,
            }
            for country, pack in PACKS.items()
        ],
        "roles": [
            {"role": key, "label": gettext(ROLES[key].label)} for key in NAMED_BY_THE_PRACTICE
        ],
        "countries": sorted(ALLOWED),
    }


def _periods(activity: Activity, packs: tuple[Pack, ...]) -> dict[str, Any]:
    declared, keep = REGISTER[activity.key].keep, activity.keep
    stages = (("active", declared.active, keep.active), ("archive", declared.archive, keep.archive))
    return {
        "activity": activity.key,
        "title": gettext(activity.title),
        "parts": [
            _part(name, keep, period, bounds(activity, bound, packs))
            for name, bound, period in stages
            if bound is not None and period is not None and not bounds(activity, bound, packs).fixed
        ],
    }


def _part(name: str, keep: Keep, period: Period, within: Bounds) -> dict[str, Any]:
    values = {within.default, within.least, within.most, period.default}
    held = {days(each) for each in values}
    values |= {each for each in USUAL if within.admits(each) and days(each) not in held}
    return {
        "part": name,
        "label": gettext(
            _("Archived after") if name == "active" and keep.archive else _("Erased after")
        ),
        "default": within.default,
        "chosen": period.default,
        "within": gettext(_("From %(least)s to %(most)s; %(default)s unless you choose."))
        % {
            "least": _length(within.least),
            "most": _length(within.most),
            "default": _length(within.default),
        },
        "values": [
            {"value": each, "words": _length(each), "sentence": _sentence(name, keep, each)}
            for each in sorted(values, key=days)
        ],
    }


def _length(period: str) -> str:
    return length(Period(period), words())


def _sentence(name: str, keep: Keep, period: str) -> str:
    """What the patients read then."""
    if name == "archive":
        return kept(replace(keep, archive=Period(period)), words())[1]
    return kept(replace(keep, active=Period(period)), words())[0]


def hosted(choices: Choices, packs: Iterable[Pack], today: date) -> dict[str, Any]:
    """The deployment's facts, whether they are accepted, and what follows."""
    laws = tuple(packs)
    held = hosting.facts()
    why = hosting.closed(accepted=choices.hosting, packs=laws, today=today)
    return {
        "facts": [
            {"name": name, "term": gettext(term), "text": getattr(held, name)}
            for name, term in TERMS.items()
            if getattr(held, name)
        ],
        "digest": hosting.digest() if held.name else None,
        "accepted": choices.hosting == hosting.digest(),
        "asked": any(pack.hosting.certificate is not None for pack in laws),
        "closed": why.value if why else None,
        "lacks": [gettext(TERMS[name]) for name in hosting.lacks(laws)],
        "days_left": hosting.days_left(today),
    }


def changes(before: Choices | None, after: Choices, own: str) -> list[str]:
    """What a choice changed, one sentence each. The law of the own country counts in any case."""
    was = before or UNCHOSEN
    said = [*_period_changes(was, after), *_service_changes(was, after)]
    if was.contact != after.contact:
        said.append(
            gettext("Contact: %(name)s.") % {"name": after.contact.name}
            if after.contact
            else gettext("No contact is named any more.")
        )
    old, new = ({one.legal_name for one in made.recipients} for made in (was, after))
    said += [gettext("Recipient added: %(name)s.") % {"name": name} for name in sorted(new - old)]
    said += [gettext("Recipient removed: %(name)s.") % {"name": name} for name in sorted(old - new)]
    if was.hosting != after.hosting:
        accepted = gettext("The hosting was accepted.")
        said.append(accepted if after.hosting else gettext("The hosting is no longer accepted."))
    for text, laws in (
        (_("The law of %(country)s counts too."), set(after.packs) - set(was.packs)),
        (_("The law of %(country)s counts no more."), set(was.packs) - set(after.packs)),
    ):
        said += [
            gettext(text) % {"country": gettext(COUNTRIES.get(each, each))}
            for each in sorted(laws - {own})
        ]
    return said


def _period_changes(before: Choices, after: Choices) -> Iterable[str]:
    for key, activity in REGISTER.items():
        was, now = before.of(key), after.of(key)
        for name, period in (("active", activity.keep.active), ("archive", activity.keep.archive)):
            if period is None:
                continue
            old = getattr(was, name) or period.default
            new = getattr(now, name) or period.default
            if old != new:
                yield gettext("%(title)s: %(before)s became %(after)s.") % {
                    "title": gettext(activity.title),
                    "before": _sentence(name, activity.keep, old).rstrip("."),
                    "after": _length(new),
                }


def _service_changes(before: Choices, after: Choices) -> Iterable[str]:
    for service in sorted(before.off ^ after.off):
        text = (
            _("%(title)s: switched off.") if service in after.off else _("%(title)s: switched on.")
        )
        title = SERVICES[service].title if service in SERVICES else service
        yield gettext(text) % {"title": gettext(title)}
