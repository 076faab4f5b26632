"""The notice beside a form: said where and when the answers are asked for (P19).

It is made from the activity, so it cannot say something else than the program does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from quenotte.register.model import Activity
from quenotte.register.periods import Words, kept
from quenotte.register.words import _


@dataclass(frozen=True)
class Controller:
    """Who decides and answers for it; `resources` are the chairs whose patients are theirs."""

    name: str
    address: str = ""
    resources: tuple[str, ...] = ()  # empty: all of them


@dataclass(frozen=True)
class Line:
    """One sentence and the claim that carries it; its state is shown beside it."""

    text: str
    claim: str | None = None
    resources: tuple[str, ...] = ()  # said to those who chose one of these, and to who chose none


@dataclass(frozen=True)
class Row:
    term: str
    lines: tuple[Line, ...]


def notice(
    activity: Activity, *, controllers: Iterable[Controller], words: Words
) -> tuple[Row, ...]:
    """Who is responsible, why, on which basis, who reads it, how long, and what an empty answer means."""
    say = words.gettext
    rows = (
        Row(say(_("Who is responsible")), tuple(_responsible(one) for one in controllers)),
        Row(say(_("What for")), (Line(say(activity.purpose)),)),
        Row(say(_("On which basis")), (Line(say(activity.basis_words)),)),
        Row(say(_("Who reads it")), (Line(capital(say(activity.readers))),)),
        Row(say(_("Who else receives it")), _recipients(activity, words)),
        Row(say(_("How long")), tuple(Line(text, "P47") for text in kept(activity.keep, words))),
        Row(say(_("If you leave something empty")), (Line(say(activity.without)),)),
    )
    return tuple(row for row in rows if any(line.text for line in row.lines))


def _responsible(one: Controller) -> Line:
    said = ", ".join(part for part in (one.name, one.address) if part)
    return Line(said, resources=one.resources)


def _recipients(activity: Activity, words: Words) -> tuple[Line, ...]:
    return tuple(
        Line(
            words.gettext("%(who)s: %(sees)s.")
            % {"who": capital(words.gettext(one.label)), "sees": words.gettext(one.sees)}
        )
        for one in activity.recipients
    )


def capital(text: str) -> str:
    """The first letter large: labels are declared in small letters, for the middle of sentences."""
    return text[:1].upper() + text[1:]
