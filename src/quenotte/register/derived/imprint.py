"""The legal notice of a practice's site: what each country's law wants said about who speaks there (P78).

Facts come from the site's own facts, named as they are written there; what the law asks for and nobody has
said is named, and such a site is not published.
"""

from collections.abc import Callable
from dataclasses import dataclass

from quenotte.register.periods import Words
from quenotte.register.words import _


@dataclass(frozen=True)
class Firm:
    """Somebody with an address: who runs the site, or the machines that it stands on."""

    name: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""
    register_number: str = ""


@dataclass(frozen=True)
class Said:
    """What a site's facts say, in one language; empty is not said."""

    responsible: Firm
    director: str = ""  # of the publication
    vat: str = ""
    title: str = ""  # of the regulated profession
    awarded_in: str = ""
    supervised_by: str = ""
    rules: str = ""
    professional_number: str = ""
    host: Firm = Firm()
    publisher: Firm = Firm()


@dataclass(frozen=True)
class Item:
    """One thing that the law asks for, and the fact of the site that says it."""

    fact: str
    read: Callable[[Said], str]


@dataclass(frozen=True)
class Block:
    """What stands together on the page, under one term."""

    key: str
    term: str
    items: tuple[Item, ...]


BLOCKS = (
    Block(
        "responsible",
        _("Responsible for this site"),
        (
            Item("controller", lambda said: said.responsible.name),
            Item("street", lambda said: said.responsible.address),
            Item("telephone", lambda said: said.responsible.telephone),
            Item("email", lambda said: said.responsible.email),
            Item("register_number", lambda said: said.responsible.register_number),
        ),
    ),
    Block(
        "director",
        _("Director of the publication"),
        (Item("publication_director", lambda said: said.director),),
    ),
    Block("vat", _("VAT number"), (Item("vat", lambda said: said.vat),)),
    Block(
        "profession",
        _("Profession"),
        (
            Item("profession.title", lambda said: said.title),
            Item("profession.awarded_in", lambda said: said.awarded_in),
            Item("profession.supervised_by", lambda said: said.supervised_by),
            Item("profession.register_number", lambda said: said.professional_number),
        ),
    ),
    Block(
        "rules",
        _("Professional rules"),
        (Item("profession.rules", lambda said: said.rules),),
    ),
    Block(
        "publisher",
        _("Made and run by"),
        (
            Item("publisher.legal_name", lambda said: said.publisher.name),
            Item("publisher.street", lambda said: said.publisher.address),
            Item("publisher.email", lambda said: said.publisher.email),
            Item("publisher.register_number", lambda said: said.publisher.register_number),
        ),
    ),
    Block(
        "host",
        _("Hosted by"),
        (
            Item("host.legal_name", lambda said: said.host.name),
            Item("host.street", lambda said: said.host.address),
            Item("host.telephone", lambda said: said.host.telephone),
        ),
    ),
)

# legal.md, L33: LCEN for France, LCD 3(1)(s) for Switzerland, where no more than these is asked for.
ASKED: dict[str, frozenset[str]] = {
    "FR": frozenset(
        {"controller", "street", "telephone", "register_number", "publication_director"}
        | {"profession.title", "profession.awarded_in", "profession.supervised_by"}
        | {"profession.rules", "publisher.legal_name"}
        | {"host.legal_name", "host.street", "host.telephone"}
    ),
    "CH": frozenset({"controller", "street", "email"}),
}
ASKED_ELSEWHERE = frozenset({"controller", "street", "email"})


@dataclass(frozen=True)
class Entry:
    """A term of the notice and what is said under it, a line each."""

    key: str
    term: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Imprint:
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]  # facts that the law asks for and the site does not say


def imprint(said: Said, country: str, words: Words) -> Imprint:
    """The notice of a site in `country`, without empty terms."""
    asked = ASKED.get(country.upper(), ASKED_ELSEWHERE)
    entries, missing = [], []
    for block in BLOCKS:
        lines = tuple(text for item in block.items if (text := item.read(said).strip()))
        if lines:
            entries.append(Entry(block.key, words.gettext(block.term), lines))
        missing += [
            item.fact for item in block.items if item.fact in asked and not item.read(said).strip()
        ]
    return Imprint(tuple(entries), tuple(missing))
