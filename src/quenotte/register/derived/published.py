"""A policy that was published, read back: the sections of each of its languages."""

import hashlib
import json
from collections.abc import Mapping

from quenotte.register.derived.policy import Section, Sentence

type Sections = tuple[Section, ...]


class NotADocument(Exception):
    """These bytes hold no policy that can be printed."""


def digest(canonical: bytes) -> str:
    """The SHA-256 that stands on every print of the document, in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def read(canonical: bytes) -> Mapping[str, Sections]:
    """Language → sections. NotADocument for anything that a page could not print as it stands."""
    try:
        languages = json.loads(canonical)["languages"]
        return {str(code): _sections(said) for code, said in languages.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotADocument("the document is not one that we can read") from None


def plain(sections: Sections) -> str:
    """The text with the number of each claim, for whoever reads without a page."""
    lines: list[str] = []
    for section in sections:
        lines += [f"## {section.title}", ""]
        for said in section.sentences:
            lines += [f"{said.text} [{said.claim}]", *(f"- {item}" for item in said.items), ""]
    return "\n".join(lines)


def _sections(said: object) -> Sections:
    return tuple(
        Section(
            _text(one["key"]),
            _text(one["title"]),
            tuple(
                Sentence(
                    text=_text(sentence["text"]),
                    claim=_text(sentence["claim"]),
                    items=tuple(_text(item) for item in sentence["items"]),
                )
                for sentence in one["sentences"]
            ),
        )
        for one in _list(said)
    )


def _list(said: object) -> list[dict[str, list[dict[str, str]]]]:
    if not isinstance(said, list):
        raise TypeError
    return said


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said
