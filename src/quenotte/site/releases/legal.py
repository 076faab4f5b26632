"""The legal notice of a site, from its facts; a site whose law wants more said is not published (P2, P78)."""

from django.utils import translation

from quenotte.register.derived.imprint import Firm, Imprint, Said, imprint
from quenotte.register.periods import ENGLISH, Words
from quenotte.site.facts.reading import WrongFact
from quenotte.site.facts.schema import Host, PracticeFacts, Publisher


def notice(facts: PracticeFacts, language: str) -> Imprint:
    """In the language that is being spoken; the practice's own words in `language`."""
    words = Words(translation.gettext, translation.ngettext)
    return imprint(_said(facts, language), facts.country, words)


def check(facts: PracticeFacts) -> None:
    """WrongFact names what the law of the practice's country asks for and nobody has said."""
    missing = imprint(_said(facts, facts.default_language), facts.country, ENGLISH).missing
    if missing:
        others = f"; so are {', '.join(missing[1:])}" if missing[1:] else ""
        raise WrongFact(missing[0], f"is missing in the legal notice of {facts.country}{others}")


def _said(facts: PracticeFacts, language: str) -> Said:
    profession = facts.profession
    return Said(
        responsible=Firm(
            facts.controller, _address(facts), facts.telephone, facts.email, facts.register_number
        ),
        director=facts.publication_director,
        vat=facts.vat,
        title=profession.title[language],
        awarded_in=profession.awarded_in[language],
        supervised_by=profession.supervised_by[language],
        rules=profession.rules[language] if profession.rules else "",
        professional_number=profession.register_number,
        host=Firm(facts.host.legal_name, _address(facts.host), facts.host.telephone)
        if facts.host
        else Firm(),
        publisher=Firm(
            facts.publisher.legal_name,
            _address(facts.publisher),
            email=facts.publisher.email,
            register_number=facts.publisher.register_number,
        ),
    )


def _address(at: PracticeFacts | Publisher | Host) -> str:
    return f"{at.street}, {at.postcode} {at.city}, {at.country}"
