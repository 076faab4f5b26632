"""The privacy policy: sentences made from the register, each with the claim that carries it.

It promises what the program does and nothing else; whoever prints it shows each claim's state. What is
about one practice comes in as `Facts`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from quenotte.register import packs as jurisdictions
from quenotte.register.derived.forms import form_version
from quenotte.register.derived.notice import capital
from quenotte.register.model import Activity, Category
from quenotte.register.periods import ENGLISH, Words, kept
from quenotte.register.words import _


@dataclass(frozen=True)
class Hosting:
    """Who runs the machines: facts of the deployment, declared to us."""

    name: str = ""
    certificate: str = ""
    valid_until: str = ""
    place: str = ""


@dataclass(frozen=True)
class Facts:
    """One practice, as its public card says."""

    name: str
    controller: str
    address: str
    country: str
    telephone: str
    email: str
    hosting: Hosting


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
    version: str
    digest: str


SERVICES = (
    "appointment",
    "questionnaire",
    "site",
)  # what is switched on; the others say nothing (P5)


def policy(activities: Iterable[Activity], facts: Facts, words: Words) -> Policy:
    """The policy of one practice, in one language."""
    offered = tuple(one for one in activities if one.service in SERVICES)
    sections = _sections(offered, facts, words)
    return Policy(
        sections,
        version=hashlib.sha256(
            _text(_sections(offered, facts, ENGLISH)).encode()
            + "".join(form_version(one) for one in offered if one.form).encode()
        ).hexdigest()[:12],
        digest=hashlib.sha256(_text(sections).encode()).hexdigest(),
    )


def _text(sections: Iterable[Section]) -> str:
    return "\n".join(
        line
        for section in sections
        for line in (
            section.title,
            *(line for said in section.sentences for line in (said.text, *said.items)),
        )
    )


def _sections(activities: tuple[Activity, ...], facts: Facts, words: Words) -> tuple[Section, ...]:
    return (
        _responsible(facts, words),
        _sealing(words),
        *(_activity(one, facts, words) for one in activities),
        _hosting(facts.hosting, words),
        _device(words),
        _rights(facts, words),
        _complaint(facts, words),
    )


def _responsible(facts: Facts, words: Words) -> Section:
    say = words.gettext
    return Section(
        "responsible",
        say(_("Who is responsible")),
        (
            Sentence(
                say(
                    _(
                        "%(controller)s, %(address)s, decides what is collected here and answers for it."
                    )
                )
                % {"controller": facts.controller or facts.name, "address": facts.address},
                "P2",
            ),
            Sentence(
                say(_("What follows is written under %(law)s."))
                % {"law": say(jurisdictions.of(facts.country).law)},
                "P3",
            ),
            Sentence(
                say(_("It describes only the services that this practice has switched on.")), "P5"
            ),
        ),
    )


def _sealing(words: Words) -> Section:
    say = words.gettext
    return Section(
        "sealing",
        say(_("How your answers are protected")),
        (
            Sentence(
                say(
                    _(
                        "Your browser seals your answers to the practice's keys before anything leaves it."
                    )
                ),
                "P15",
            ),
            Sentence(
                say(
                    _(
                        "Neither the host nor the site's publisher holds a key that opens them; what they do"
                        " see stands in the table of who can see what."
                    )
                ),
                "P11",
            ),
            Sentence(
                say(_("Only keys that the practice holds open what was sealed to it.")), "P12"
            ),
        ),
    )


def _activity(activity: Activity, facts: Facts, words: Words) -> Section:
    say = words.gettext
    law = jurisdictions.of(facts.country)
    article = law.articles.get(activity.basis, "")
    basis = say(activity.basis_words) + (f" ({say(article)})" if article else "")
    sentences = [
        Sentence(say(_("Purpose: %(purpose)s")) % {"purpose": say(activity.purpose)}, "P27"),
        Sentence(say(_("Basis: %(basis)s.")) % {"basis": basis}, "P42"),
    ]
    if activity.balancing:
        sentences.append(
            Sentence(say(_("Why this is fair: %(why)s")) % {"why": say(activity.balancing)}, "P44")
        )
    if activity.art9 is not None:
        sentences.append(Sentence(say(law.health), "P42"))
    sentences += _data(activity, words)
    sentences.append(Sentence(say(_("Read by: %(who)s.")) % {"who": say(activity.readers)}, "P31"))
    sentences += [
        Sentence(
            say(_("%(who)s: %(sees)s.")) % {"who": capital(say(one.label)), "sees": say(one.sees)},
            "P35",
        )
        for one in activity.recipients
    ]
    sentences += [Sentence(text, "P47") for text in kept(activity.keep, words)]
    if activity.without:
        sentences.append(Sentence(say(activity.without), "P20"))
    return Section(activity.key, say(activity.title), tuple(sentences) + _own(activity, words))


def _data(activity: Activity, words: Words) -> list[Sentence]:
    """Each datum with its reason; the follow-up to a question is part of the question."""
    say = words.gettext
    asked = tuple(
        say(_("%(datum)s: %(why)s"))
        % {"datum": say(datum.ask.short or datum.ask.label), "why": say(datum.why)}
        for datum in activity.data
        if datum.ask and (datum.ask.when is None or datum.category is not Category.HEALTH)
    )
    beside = tuple(capital(say(datum.why)) for datum in activity.data if datum.ask is None)
    sentences = []
    if asked:
        sentences.append(Sentence(say(_("This is asked, and why:")), "P14", asked))
    if beside:
        sentences.append(
            Sentence(say(_("This is kept beside it, so that the service works:")), "P13", beside)
        )
    return sentences


def _own(activity: Activity, words: Words) -> tuple[Sentence, ...]:
    """What one activity alone promises."""
    say = words.gettext
    return tuple(Sentence(say(text), claim) for text, claim in _OWN.get(activity.key, ()))


_OWN: dict[str, tuple[tuple[str, str], ...]] = {
    "appointment": ((_("A confirmation leaves as soon as your request has arrived."), "P21"),),
    "questionnaire": (
        (_("The answers belong to one appointment; you may correct them until it begins."), "P16"),
        (_("No image and no question about teeth is asked here."), "P18"),
    ),
    "service-message": (
        (
            _(
                "A message holds the date, the practice and your link: never a reason, never an answer."
            ),
            "P21",
        ),
        (_("Nothing is promoted in it."), "P22"),
    ),
    "site-operation": (
        (_("An address is held for the length of a connection and written nowhere."), "P55"),
    ),
}


def _hosting(hosting: Hosting, words: Words) -> Section:
    say = words.gettext
    sentences = []
    if hosting.name:
        sentences.append(
            Sentence(
                say(_("The sealed answers lie with %(host)s.")) % {"host": hosting.name}, "P17"
            )
        )
    if hosting.certificate:
        sentences.append(
            Sentence(
                say(_("Its certificate for health data: %(certificate)s."))
                % {"certificate": hosting.certificate},
                "P17",
            )
        )
    if hosting.valid_until:
        sentences.append(
            Sentence(say(_("It is valid until %(date)s.")) % {"date": hosting.valid_until}, "P17")
        )
    if hosting.place:
        sentences.append(
            Sentence(
                say(_("The machines stand here: %(place)s.")) % {"place": hosting.place}, "P38"
            )
        )
    if not sentences:
        sentences.append(Sentence(say(_("No host is declared on this installation.")), "P17"))
    return Section("hosting", say(_("Where it is kept")), tuple(sentences))


def _device(words: Words) -> Section:
    say = words.gettext
    return Section(
        "device",
        say(_("On your device")),
        (
            Sentence(say(_("These pages set no cookie and store nothing on your device.")), "P28"),
            Sentence(say(_("They ask no other site for anything.")), "P38"),
            Sentence(say(_("They work with cookies switched off.")), "P6"),
        ),
    )


def _rights(facts: Facts, words: Words) -> Section:
    say = words.gettext
    law = jurisdictions.of(facts.country)
    ways = ", ".join(way for way in (facts.telephone, facts.email) if way)
    return Section(
        "rights",
        say(_("Your rights")),
        (
            *(Sentence(say(right), "P42") for right in law.rights),
            Sentence(
                say(_("Write to the practice or call it: %(ways)s."))
                % {"ways": ways or facts.address},
                "P73",
            ),
            Sentence(say(_("A sealed form for such requests, on this site.")), "P33"),
            Sentence(say(law.deadline), "P70"),
        ),
    )


def _complaint(facts: Facts, words: Words) -> Section:
    say = words.gettext
    law = jurisdictions.of(facts.country)
    where = ", ".join(
        part for part in (say(law.authority), law.authority_address, law.authority_site) if part
    )
    return Section(
        "complaint",
        say(_("If you are not satisfied")),
        (Sentence(say(_("You may turn to: %(authority)s.")) % {"authority": where}, "P72"),),
    )
