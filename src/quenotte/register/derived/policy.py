"""The privacy policy: claims filled from the register, the practice's choices and the installation.

It promises what the program does, and what the law demands anyway; whoever prints it shows each claim's
state. What is about one practice comes in as `Facts`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from quenotte.register.choices import Contact, Kind
from quenotte.register.claims import CLAIMS, Claim
from quenotte.register.derived.forms import form_digest
from quenotte.register.derived.notice import capital
from quenotte.register.derived.parties import Party
from quenotte.register.derived.rights import Right, rights
from quenotte.register.lists.roles import ROLES
from quenotte.register.model import Activity, Art9, Category, Part, Period, Subject, Then
from quenotte.register.packs.model import Deadline, Fact, Pack
from quenotte.register.periods import Words, kept, length
from quenotte.register.recipients import Recipient
from quenotte.register.words import _


@dataclass(frozen=True)
class Hosting:
    """Who runs the machines: facts of the deployment, accepted by the practice's signature."""

    name: str = ""
    certificate: str = ""
    valid_until: str = ""  # a day, ISO 8601
    place: str = ""
    accepted: date | None = None


@dataclass(frozen=True)
class Facts:
    """One practice, as its public card, its choices and the deployment say."""

    name: str
    controllers: tuple[Party, ...]
    packs: tuple[Pack, ...]  # whose law it keeps; the first is where it stands
    telephone: str = ""
    email: str = ""
    hosting: Hosting = Hosting()
    recipients: tuple[Recipient, ...] = ()
    contact: Contact | None = None
    languages: tuple[str, ...] = ()  # in their own names
    ended: frozenset[str] = (
        frozenset()
    )  # activities that are off, with data of which some is still kept


@dataclass(frozen=True)
class Sentence:
    """One sentence, or one sentence and the list that it announces."""

    text: str
    claim: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Policy:
    sections: tuple[Section, ...]


_BEFORE = (
    ("responsible", _("Who is responsible")),
    ("sealing", _("How your answers are protected")),
)
_AFTER = (
    ("recipients", _("Who takes part")),
    ("hosting", _("Where it is kept")),
    ("device", _("On your device")),
    ("periods", _("Who decides how long")),
    ("rights", _("Your rights")),
    ("complaint", _("If you are not satisfied")),
    ("document", _("About this text")),
)


def policy(activities: Iterable[Activity], facts: Facts, words: Words) -> Policy:
    """The policy of one practice, in one language. `activities` are those of services that are on.

    What concerns the practice's staff alone stands in its register of processing, not here.
    """
    offered = tuple(one for one in activities if set(one.subjects) != {Subject.STAFF})
    said = _Said(offered, facts, words)
    sections = (
        *(said.section(key, title) for key, title in _BEFORE),
        *(said.activity(one) for one in offered),
        *(said.section(key, title) for key, title in _AFTER),
    )
    return Policy(tuple(section for section in sections if section.sentences))


def document(
    activities: Iterable[Activity], facts: Facts, words: Mapping[str, Words]
) -> dict[str, Any]:
    """The canonical document: every language, and the digests of the forms that it speaks of."""
    offered = tuple(activities)
    return {
        "forms": {one.key: form_digest(one) for one in offered if one.form},
        "languages": {
            language: [
                {
                    "key": section.key,
                    "title": section.title,
                    "sentences": [
                        {"claim": said.claim, "text": said.text, "items": list(said.items)}
                        for said in section.sentences
                    ],
                }
                for section in policy(offered, facts, spoken).sections
            ]
            for language, spoken in words.items()
        },
    }


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes whose SHA-256 is the policy's."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class _Said:
    """The sentences of one practice in one language."""

    def __init__(self, activities: tuple[Activity, ...], facts: Facts, words: Words) -> None:
        self._facts, self._words, self._say = facts, words, words.gettext
        self._activities = activities
        self._services = frozenset(one.service for one in activities)
        self._filled = {name: text for name, text in self._fill() if text}

    def section(self, key: str, title: str) -> Section:
        claims = (claim for claim in CLAIMS.values() if claim.where == key)
        return Section(
            key, self._say(title), tuple(one for claim in claims for one in self._claimed(claim))
        )

    def activity(self, activity: Activity) -> Section:
        ended = [self._one("P5b")] if activity.key in self._facts.ended else []
        sentences = [
            *ended,
            self._one("P27", purpose=self._say(activity.purpose)),
            *self._bases(activity),
            *self._data(activity),
        ]
        if activity.readers:
            sentences.append(self._one("P31", who=self._say(activity.readers)))
        sentences += [
            self._one("P35", who=capital(self._say(role.label)), sees=self._say(role.sees))
            for role in activity.recipients
        ]
        sentences += self._kept(activity)
        if activity.without and activity.key not in self._facts.ended:
            sentences.append(self._one("P20", without=self._say(activity.without)))
        printed = {one.claim for one in sentences}
        for claim in (CLAIMS[number] for number in activity.claims):
            if claim.id not in printed and not claim.where and not claim.needs:
                sentences += self._claimed(claim)
        return Section(activity.key, self._say(activity.title), tuple(sentences))

    def _claimed(self, claim: Claim) -> Iterable[Sentence]:
        """The sentence, when it may be said here and everything that it needs is known."""
        if not claim.said or not claim.needs <= self._filled.keys():
            return
        if claim.service and claim.service not in self._services:
            return
        if claim.only and claim.only not in self._filled:
            return
        yield self._one(claim.id, items=self._listed(claim), **self._filled)

    def _listed(self, claim: Claim) -> tuple[str, ...]:
        """What a sentence announces: the controllers, the firms that take part."""
        if claim.only == "colleagues":
            return tuple(", ".join((one.name, one.address)) for one in self._facts.controllers)
        return self._recipients() if claim.only == "firms" else ()

    def _one(self, number: str, *, items: tuple[str, ...] = (), **filled: str) -> Sentence:
        text = self._say(CLAIMS[number].text)
        return Sentence(text % filled if filled else text, number, items)

    def _bases(self, activity: Activity) -> list[Sentence]:
        cited = [self._cited(pack, activity.basis) for pack in self._facts.packs]
        articles = ", ".join(text for text in cited if text)
        basis = self._say(activity.basis_words) + (f" ({articles})" if articles else "")
        sentences = [self._one("P42", basis=basis)]
        if activity.balancing:
            sentences.append(self._one("P44", why=self._say(activity.balancing)))
        laws = [pack.laws[activity.key] for pack in self._facts.packs if activity.key in pack.laws]
        if activity.law and laws:
            sentences.append(self._one("P46", law=", ".join(map(self._say, laws))))
        if activity.art9 is not None:
            sentences.append(self._health(activity))
        given = (one for one in rights(activity) if one in self._filled or one is Right.WITHDRAWAL)
        asked = ", ".join(self._say(right.label) for right in given)
        sentences.append(self._one("P42b", rights=asked))
        return sentences

    def _health(self, activity: Activity) -> Sentence:
        assert activity.art9 is not None
        cited = [
            self._cited(pack, activity.art9) or self._say(pack.health.value)
            for pack in self._facts.packs
            if pack.health.value
        ]
        if not cited:
            return self._one("P42d")
        claim = {Art9.CARE: "P42c", Art9.EXPLICIT_CONSENT: "P42f"}.get(activity.art9, "P42e")
        return self._one(claim, article=", ".join(cited))

    def _cited(self, pack: Pack, of: Any) -> str:
        fact = pack.articles.get(of)
        return self._say(fact.value) if fact else ""

    def _data(self, activity: Activity) -> list[Sentence]:
        """Each datum with its reason; the follow-up to a question is part of the question."""
        asked = tuple(
            self._say(_("%(datum)s: %(why)s"))
            % {
                "datum": self._say(datum.ask.short or datum.ask.label),
                "why": self._say(datum.why),
            }
            for datum in activity.data
            if datum.ask and (datum.ask.when is None or datum.category is not Category.HEALTH)
        )
        beside = tuple(
            capital(self._say(datum.why)) for datum in activity.data if datum.ask is None
        )
        sentences = []
        if asked:
            sentences.append(self._one("P14", items=asked))
        if beside:
            sentences.append(self._one("P13", items=beside))
        return sentences

    def _kept(self, activity: Activity) -> Iterable[Sentence]:
        """The stages of its life; where it is archived, that comes first."""
        first, *rest = kept(activity.keep, self._words)
        if activity.keep.then is Then.ARCHIVE:
            yield self._one("P48", archive=first)
        else:
            yield self._one("P47", period=first)
        if activity.keep.then is Then.ARCHIVE and Part.DETAIL in activity.parts:
            yield self._one("P48b")
        for text in rest:
            yield self._one("P47", period=text)

    def _recipients(self) -> tuple[str, ...]:
        return tuple(
            self._say(_("%(firm)s (%(country)s): %(role)s, since %(since)s"))
            % {
                "firm": one.legal_name,
                "country": one.country,
                "role": self._say(ROLES[one.role].label),
                "since": self._words.day(one.since),
            }
            for one in self._facts.recipients
        )

    def _fill(self) -> Iterable[tuple[str, str]]:
        """What the claims' placeholders stand for; flags, too, for claims that depend on one."""
        facts, say = self._facts, self._say
        hosting = facts.hosting
        first = facts.controllers[0] if facts.controllers else Party(facts.name)
        alone = len(facts.controllers) < 2
        yield "controller", (first.name or facts.name) if alone else ""
        yield "colleagues", "" if alone else "several"
        yield "firms", "some" if facts.recipients else ""
        yield "address", first.address
        yield "unnamed", self._unnamed()
        yield "publisher", self._legal_name("publisher")
        yield "law", self._and(say(pack.law) for pack in facts.packs)
        if facts.contact is not None:
            one = facts.contact
            ways = ", ".join(
                way for way in (one.name, one.address, one.telephone, one.email) if way
            )
            yield "officer" if one.kind is Kind.DPO else "contact_point", ways
        yield "host", hosting.name
        yield "no-host", "" if hosting.name else "yes"
        yield "certificate", hosting.certificate
        yield "valid_until", self._day(hosting.valid_until)
        yield "place", hosting.place
        yield "accepted", self._words.day(hosting.accepted) if hosting.accepted else ""
        yield "languages", self._and(facts.languages)
        yield (
            "ways",
            ", ".join(way for way in (facts.telephone, facts.email) if way) or first.address,
        )
        for pack in facts.packs:
            yield from self._of_pack(pack)
        yield "review", self._first_review()
        yield "authority", "; ".join(self._authority(pack) for pack in facts.packs)

    def _first_review(self) -> str:
        """When the next of the facts of law behind this text is read again; empty when all are certain."""
        days = [fact.review for fact in uncertain(self._facts.packs) if fact.review]
        return self._words.day(min(days)) if days else ""

    def _of_pack(self, pack: Pack) -> Iterable[tuple[str, str]]:
        for right in pack.rights:
            yield right.value, right.value
        if pack.hosting.certificate is not None:
            yield "hosting_law", self._say(pack.hosting.certificate.value)
        deadlines = {
            kind: length(Period(fact.value), self._words)
            for kind, fact in pack.deadlines.items()
            if kind is not Deadline.BREACH
        }
        if Deadline.HEALTH in deadlines:
            yield "general", deadlines[Deadline.GENERAL]
            yield "health", deadlines[Deadline.HEALTH]
            yield "old_health", deadlines[Deadline.OLD_HEALTH]
            yield "old", deadlines[Deadline.OLD]
            yield "longer", deadlines[Deadline.LONGER]
        else:
            yield "as_a_rule", deadlines[Deadline.GENERAL]

    def _authority(self, pack: Pack) -> str:
        held = pack.authority
        return ", ".join(part for part in (self._say(held.name), held.address, held.site) if part)

    def _unnamed(self) -> str:
        """The processors without whom nothing works, and whom nobody has named."""
        named = {one.role for one in self._facts.recipients}
        at_work = {
            role.run_by or role.key: role for one in self._activities for role in one.recipients
        }
        return ", ".join(
            self._say(ROLES[key].label)
            for key, role in at_work.items()
            if role.processor and key not in named
        )

    def _legal_name(self, role: str) -> str:
        return ", ".join(one.legal_name for one in self._facts.recipients if one.role == role)

    def _and(self, parts: Iterable[str]) -> str:
        *most, last = tuple(parts) or ("",)
        if not most:
            return last
        return self._say(_("%(these)s and %(this)s")) % {"these": ", ".join(most), "this": last}

    def _day(self, written: str) -> str:
        try:
            return self._words.day(date.fromisoformat(written))
        except ValueError:
            return written


def uncertain(packs: Iterable[Pack]) -> tuple[Fact, ...]:
    """The facts of law behind a policy that are looked at again."""
    return tuple(fact for pack in packs for fact in pack.to_review)
