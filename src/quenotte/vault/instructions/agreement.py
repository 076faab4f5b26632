"""The processing agreement (Art. 28 GDPR): the annex as the register makes it, as a text that can be signed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings

from quenotte.base import chain
from quenotte.register.claims import State
from quenotte.register.derived import annex
from quenotte.register.derived.measures import States
from quenotte.register.derived.papers import Paper, Table
from quenotte.register.derived.parties import Parties, Party
from quenotte.register.words import _
from quenotte.vault.policies import exports
from quenotte.vault.policies.canonical import words
from quenotte.vault.practices.models import Practice

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
UNNAMED = _("the publisher named in the contract for the website")


@dataclass(frozen=True)
class Text:
    """What is shown before it is signed, to the letter."""

    language: str
    text: str

    @property
    def digest(self) -> str:
        """base64url of the SHA-256 over the text in UTF-8: what the signature names."""
        return chain.digest(self.text)


def text(practice: Practice, language: str) -> Text:
    """The agreement of this practice, as it stands now, in one language."""
    return _made(practice, language, exports.parties_of(practice), exports.state)


def substance(practice: Practice, language: str) -> str:
    """A digest of what is agreed: the same as long as only an address or a test's result differs."""
    nameless = replace(exports.parties_of(practice), name="", controllers=(), changed=None)
    return _made(practice, language, nameless, lambda _claim: State.UNVERIFIED).digest


def _made(practice: Practice, language: str, parties: Parties, states: States) -> Text:
    say = words(language)
    try:
        publisher = exports.publisher_of(parties)
    except exports.NotYet:
        publisher = Party(say.gettext(UNNAMED))
    made = annex.annex(
        exports.activities_of(practice), parties, publisher, states, words=say, language=language
    )
    return Text(language, "\n".join(_lines(made)))


def with_digest(practice: Practice, digest: str) -> Text | None:
    """The text of that digest as this installation shows it today; None for any other."""
    return next(
        (made for each in LANGUAGES if (made := text(practice, each)).digest == digest), None
    )


def _lines(paper: Paper) -> Iterator[str]:
    """Headings, paragraphs and rows as lines: what is read is what is signed."""
    yield paper.title
    for note in paper.notes:
        yield f"\n{note}"
    for section in paper.sections:
        yield f"\n\n{section.title}"
        for paragraph in section.paragraphs:
            yield f"\n{paragraph}"
        if section.items:
            yield ""
            yield from (f"– {item}" for item in section.items)
        if section.table is not None:
            yield from _rows(section.table)


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        said = [f"{name}: {cell}" for name, cell in zip(table.head, row, strict=True) if cell]
        yield "\n" + "\n".join(said)
