"""What the practice shows to others about its processing: registers, contract annex, assessment, machine form.

Each is made from the register as it counts for this practice; nothing here reads a patient's row.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from quenotte.base import evidence
from quenotte.register import Activity, claims, offered
from quenotte.register.claims import State
from quenotte.register.derived import annex, assessment, papers, records, swiss, tilt
from quenotte.register.derived.parties import Parties, Party
from quenotte.register.derived.published import plain
from quenotte.register.lists.roles import PUBLISHER
from quenotte.register.periods import Words
from quenotte.vault.policies import services
from quenotte.vault.policies.canonical import words
from quenotte.vault.policies.models import Version
from quenotte.vault.policies.spoken import spoken_of
from quenotte.vault.practices.addresses import vault_url
from quenotte.vault.practices.declared import answered_for, choices_of, facts_of
from quenotte.vault.practices.models import KeyCard, Practice

LACKS = {
    "controller": "the practice's site has not said yet who answers for it",
    "publisher": "no publisher is named in QUENOTTE_RECIPIENTS",
}


class NotYet(Exception):
    """The practice lacks something that the document has to say. `fact` and the message name it."""

    def __init__(self, fact: str) -> None:
        super().__init__(LACKS[fact])
        self.fact = fact


@dataclass(frozen=True)
class Wanted:
    """One document, in one language and one format."""

    what: str
    language: str
    format: str


def export(practice: Practice, wanted: Wanted, *, at: datetime) -> bytes:
    """The document's bytes, in UTF-8. NotYet."""
    say = words(wanted.language)
    if wanted.what == "policy":
        return _policy(practice, wanted, at=at)
    if wanted.what == "tilt":
        return as_json(machine_form(practice, wanted.language, at=at))
    activities, parties = activities_of(practice), parties_of(practice)
    if wanted.what in ("annex", "assessment"):
        return _paper(wanted, activities, parties, say)
    if wanted.what == "records":
        sheets = records.records(activities, parties, state, say)
        if wanted.format == "csv":
            return records.as_csv(sheets, say)
        return as_json(records.as_json(sheets, say))
    entries = swiss.swiss(activities, parties, state, say)
    if wanted.format == "csv":
        return swiss.as_csv(entries, say)
    return as_json(swiss.as_json(entries, say))


def _policy(practice: Practice, wanted: Wanted, *, at: datetime) -> bytes:
    """The version in force: its canonical bytes, or its text in one language. NotYet."""
    try:
        version = services.current(practice=practice, at=at)
    except services.NoSuchVersion:
        raise NotYet("controller") from None
    if wanted.format == "json":
        return services.canonical(version)
    return plain(services.sections(version)[wanted.language]).encode()


def lacking(practice: Practice, what: str) -> str | None:
    """The fact without which the document cannot be made; None when it can."""
    if what == "tilt" and not answered_for(practice):
        return "controller"
    if what == "annex" and not parties_of(practice).filling(PUBLISHER):
        return "publisher"
    return None


def machine_form(practice: Practice, language: str, *, at: datetime) -> dict[str, object]:
    """What Art. 13 to 15 GDPR ask, for machines, of the policy in force. NotYet."""
    if lacks := lacking(practice, "tilt"):
        raise NotYet(lacks)
    version = services.current(practice=practice, at=at)
    first = services.at(practice=practice, number=1)
    published = tilt.Published(
        number=version.number,
        made_at=version.made_at,
        first_at=first.made_at,
        url=f"{vault_url(practice)}/{language}/privacy",
    )
    return tilt.tilt(
        activities_of(practice),
        parties_of(practice),
        published,
        words=words(language),
        language=language,
    )


def activities_of(practice: Practice) -> tuple[Activity, ...]:
    """Those whose service is on, for this practice and in this version (P5)."""
    activities, _facts = spoken_of(practice)
    return tuple(offered(activities).values())


def parties_of(practice: Practice) -> Parties:
    """The practice and everybody who works for it, as the policy names them."""
    facts = facts_of(practice)
    newest = services.newest(practice)
    return Parties(
        slug=practice.slug,
        name=facts.name,
        controllers=facts.controllers,
        packs=facts.packs,
        contact=choices_of(practice).contact,
        recipients=facts.recipients,
        hosted=tuple(
            one
            for one in (facts.hosting.name, facts.hosting.place, facts.hosting.certificate)
            if one
        ),
        began=_began(practice),
        changed=newest.effective_date if newest else None,
        vault_url=vault_url(practice),
    )


def state(claim: str) -> State:
    return claims.state(claim, evidence.outcomes())


def as_json(said: dict[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _began(practice: Practice) -> date | None:
    """The day of the first version of the policy, or of the first key card before there is one."""
    first = Version.objects.of(practice).order_by("number").first()
    if first is not None:
        return first.effective_date
    card = KeyCard.objects.of(practice).order_by("serial").first()
    return card.published_at.date() if card else None


def _paper(wanted: Wanted, activities: tuple[Activity, ...], parties: Parties, say: Words) -> bytes:
    if wanted.what == "annex":
        publisher = publisher_of(parties)
        made = annex.annex(
            activities, parties, publisher, state, words=say, language=wanted.language
        )
    else:
        made = assessment.assessment(
            activities, parties, state, words=say, language=wanted.language
        )
    return (papers.html(made) if wanted.format == "html" else papers.markdown(made)).encode()


def publisher_of(parties: Parties) -> Party:
    """Who makes and runs the practice's site, as this installation names it. NotYet."""
    named = parties.filling(PUBLISHER)
    if not named:
        raise NotYet("publisher")
    return Party(named[0].legal_name, country=named[0].country)
