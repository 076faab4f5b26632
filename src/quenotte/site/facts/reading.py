"""JSON into frozen dataclasses, with errors that name the field: `people[2].role.de is missing`.

The dataclass is the schema: its annotations say what each fact is, nothing is declared twice.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

MOST_CHARACTERS = 1200


class WrongFact(Exception):
    """A fact is missing or is not what it should be. The message names the field."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field} {problem}")
        self.field = field
        self.problem = problem


@dataclass(frozen=True)
class Form:
    """What a text has to look like, with an example for the person who typed it."""

    pattern: str
    example: str

    def check(self, text: str, field: str) -> None:
        if not re.fullmatch(self.pattern, text):
            raise WrongFact(field, f"must look like {self.example}, not {text[:60]!r}")


Slug = Annotated[str, Form(r"[a-z0-9-]{1,40}", "lac")]
Telephone = Annotated[str, Form(r"\+[1-9][0-9]{0,3}( ?[0-9]{1,4}){2,6}", "+41 22 555 01 23")]
Email = Annotated[str, Form(r"[^@\s<>\"']+@[a-z0-9-]+(\.[a-z0-9-]+)+", "cabinet@lac.example")]
Country = Annotated[str, Form(r"[A-Z]{2}", "CH")]
Language = Annotated[str, Form(r"fr|en|de|it", "fr, en, de or it")]
Instant = Annotated[str, Form(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-11-23T08:00:00Z")]


class Words(dict[str, str]):
    """One text in each of the site's languages."""


def read[Facts](
    schema: type[Facts], given: object, *, languages: tuple[str, ...], field: str = ""
) -> Facts:
    """An instance of `schema` from JSON. WrongFact for what is missing, unknown or malformed."""
    if not isinstance(given, Mapping):
        raise WrongFact(field or "facts", "must be an object")
    hints = get_type_hints(schema, include_extras=True)
    prefix = f"{field}." if field else ""
    known = {each.name: each for each in fields(cast("Any", schema))}
    for name in given:
        if name not in known:
            raise WrongFact(f"{prefix}{name}", "is not a fact that we know")
    made = {}
    for name, each in known.items():
        if name in given:
            made[name] = _one(hints[name], given[name], languages, f"{prefix}{name}")
        elif each.default is MISSING:
            raise WrongFact(f"{prefix}{name}", "is missing")
    return schema(**made)


def _one(kind: Any, given: object, languages: tuple[str, ...], field: str) -> object:
    origin = get_origin(kind)
    if origin is Annotated:
        text = _text(given, field)
        for form in get_args(kind)[1:]:
            form.check(text, field)
        return _instant(text, field) if kind is Instant else text
    if origin in (Union, types.UnionType):
        inner = next(part for part in get_args(kind) if part is not types.NoneType)
        return None if given is None else _one(inner, given, languages, field)
    if origin is tuple:
        if not isinstance(given, list) or not given:
            raise WrongFact(field, "must be a list with at least one entry")
        inner = get_args(kind)[0]
        return tuple(
            _one(inner, each, languages, f"{field}[{at}]") for at, each in enumerate(given)
        )
    if is_dataclass(kind):
        return read(cast("type[object]", kind), given, languages=languages, field=field)
    plain: dict[Any, Callable[[], object]] = {
        Words: lambda: _words(given, languages, field),
        bool: lambda: _bool(given, field),
        str: lambda: _text(given, field),
    }
    return plain[kind]()


def _text(given: object, field: str) -> str:
    if not isinstance(given, str):
        raise WrongFact(field, "must be a text")
    text = given.strip()
    if not text:
        raise WrongFact(field, "is empty")
    if len(text) > MOST_CHARACTERS:
        raise WrongFact(field, f"is longer than {MOST_CHARACTERS} characters")
    if any(ord(character) < 0x20 for character in text):
        raise WrongFact(field, "holds a line break or a control character")
    return text


def _words(given: object, languages: tuple[str, ...], field: str) -> Words:
    if not isinstance(given, Mapping):
        raise WrongFact(field, f"must hold one text for each of {', '.join(languages)}")
    for language in given:
        if language not in languages:
            raise WrongFact(f"{field}.{language}", "is not a language of this site")
    for language in languages:
        if language not in given:
            raise WrongFact(f"{field}.{language}", "is missing")
    return Words({each: _text(given[each], f"{field}.{each}") for each in languages})


def _bool(given: object, field: str) -> bool:
    if not isinstance(given, bool):
        raise WrongFact(field, "must be true or false")
    return given


def _instant(text: str, field: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise WrongFact(field, f"is no moment of any calendar: {text}") from None
    return text
