"""The facts of one practice's site. Opening hours are not among them: the practice's vault says those.

Texts are `Words`: one in each language of the site. What a visitor may read stands here and nowhere else.
"""

import zoneinfo
from dataclasses import dataclass

from quenotte.site.facts.reading import (
    Country,
    Email,
    Instant,
    Language,
    Slug,
    Telephone,
    Words,
    WrongFact,
    read,
)

TITLES = {"dr", "dre", "dr.", "prof", "dott", "dott.ssa", "med", "mme", "m"}


@dataclass(frozen=True)
class Person:
    """Somebody the patient will meet."""

    name: str
    role: Words
    speaks: tuple[Language, ...]

    @property
    def initials(self) -> str:
        """First letters of first name and surname, without the title."""
        names = [part for part in self.name.split() if part.rstrip(".").lower() not in TITLES]
        return "".join(
            part[0] for part in (names[:1] + names[-1:] if len(names) > 1 else names)
        ).upper()


@dataclass(frozen=True)
class Care:
    """One thing that the practice does."""

    name: Words
    text: Words


@dataclass(frozen=True)
class Profession:
    """What the law wants said about a regulated profession."""

    title: Words
    awarded_in: Words
    supervised_by: Words
    register_number: str
    rules: Words | None = None  # where the profession's rules can be read


@dataclass(frozen=True)
class Publisher:
    """Who makes and runs this website for the practice."""

    legal_name: str
    street: str
    postcode: str
    city: str
    country: Country
    email: Email
    register_number: str


@dataclass(frozen=True)
class Host:
    """Whose machines this website stands on; the vault names its own host."""

    legal_name: str
    street: str
    postcode: str
    city: str
    country: Country
    telephone: Telephone


@dataclass(frozen=True)
class Controller:
    """One of several who practise under one roof, each responsible for their own patients' data."""

    name: str
    address: str
    resources: tuple[Slug, ...]  # the vault's chairs whose patients are theirs


@dataclass(frozen=True)
class PracticeFacts:
    languages: tuple[Language, ...]  # the first one is spoken at `/`
    name: Words
    title: Words
    summary: Words
    controller: str
    street: str
    postcode: str
    city: str
    city_name: Words
    country: Country
    zone: str
    telephone: Telephone
    emergency: Telephone
    emergency_text: Words
    email: Email
    people: tuple[Person, ...]
    people_text: Words
    care: tuple[Care, ...]
    fees_text: Words
    access: Words  # one short line: step-free entrance, lift
    access_text: Words  # how to get there
    new_patients: bool
    profession: Profession
    publisher: Publisher
    checked_at: Instant  # when the practice last read all this and found it right
    theme: Slug = "lac"
    publication_director: str = ""  # this and what follows: asked for by some countries' law only
    register_number: str = ""  # of the practice as a business
    vat: str = ""
    host: Host | None = None
    controllers: tuple[Controller, ...] = ()  # empty: `controller` alone is responsible

    @property
    def default_language(self) -> str:
        return self.languages[0]


def practice_facts(given: object) -> PracticeFacts:
    """The facts of a practice from JSON. WrongFact names the field that is missing or malformed."""
    if not isinstance(given, dict):
        raise WrongFact("facts", "must be an object")
    languages = given.get("languages")
    if languages is None:
        raise WrongFact("languages", "is missing")
    if not isinstance(languages, list) or not all(isinstance(each, str) for each in languages):
        raise WrongFact("languages", "must be a list")
    if len(set(languages)) != len(languages):
        raise WrongFact("languages", "names one language twice")
    facts = read(PracticeFacts, given, languages=tuple(languages))
    if facts.zone not in zoneinfo.available_timezones():
        raise WrongFact("zone", f"is no time zone that we know: {facts.zone[:60]}")
    _each_resource_once(facts.controllers)
    return facts


def _each_resource_once(controllers: tuple[Controller, ...]) -> None:
    """A form names the one who is responsible for the chosen chair: there is one at most."""
    seen: set[str] = set()
    for at, controller in enumerate(controllers):
        if twice := seen.intersection(controller.resources):
            raise WrongFact(f"controllers[{at}].resources", f"names {min(twice)} a second time")
        seen.update(controller.resources)
