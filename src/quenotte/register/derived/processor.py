"""The Publisher's own register (Art. 30(2) GDPR): on whose behalf it processes what, for every practice it serves."""

from collections.abc import Iterable
from dataclasses import dataclass

from quenotte.register.derived.answers import bound
from quenotte.register.derived.measures import Kind, States, listed, measures
from quenotte.register.derived.parties import Parties, Party
from quenotte.register.derived.spreadsheet import spreadsheet
from quenotte.register.derived.transfers import concerned, transfers
from quenotte.register.lists.roles import PUBLISHER
from quenotte.register.model import Activity
from quenotte.register.periods import Words
from quenotte.register.words import _


@dataclass(frozen=True)
class Served:
    """A practice, and the activities whose service is on for it."""

    parties: Parties
    activities: tuple[Activity, ...]
    publisher: Party
    since: str  # the day on which its site was made


COLUMNS: dict[str, str] = {
    "practice": _("Practice"),
    "since": _("Served since"),
    "processor": _("Processor"),
    "processor_contact": _("How to reach the processor"),
    "controller": _("Controller"),
    "controller_contact": _("How to reach the controller"),
    "officer": _("Data protection officer or point of contact"),
    "categories": _("Categories of processing on the controller's behalf"),
    "sub_processors": _("Sub-processors"),
    "transfers": _("Transfers to other countries, and their guarantees"),
    "measures": _("Security measures"),
}

type Row = dict[str, tuple[str, ...]]


def processor(served: Iterable[Served], states: States, words: Words) -> tuple[Row, ...]:
    """One row a practice, by its slug."""
    return tuple(
        _row(one, states, words) for one in sorted(served, key=lambda each: each.parties.slug)
    )


def _row(served: Served, states: States, words: Words) -> Row:
    say, parties = words.gettext, served.parties
    none = say(_("None."))
    under = concerned(served.activities, parties)
    abroad = transfers(served.activities, parties)
    contact = parties.asked
    return {
        "practice": (parties.name, parties.slug),
        "since": (served.since,),
        "processor": tuple(
            part for part in (served.publisher.name, served.publisher.register_number) if part
        ),
        "processor_contact": served.publisher.reached,
        "controller": tuple(one.name for one in parties.controllers),
        "controller_contact": tuple(line for one in parties.controllers for line in one.reached),
        "officer": (contact.name, *contact.reached)
        if contact
        else (say(_("None is named to the publisher.")),),
        "categories": tuple(f"{say(one.title)}: {say(one.purpose)}" for one in served.activities),
        "sub_processors": tuple(bound(one, words) for one in under if one.role != PUBLISHER.key)
        or (none,),
        "transfers": tuple(
            f"{one.recipient.legal_name}: {one.recipient.country}."
            f" {say(one.guarantee.text)} {one.guarantee.link}"
            for one in abroad
        )
        or (none,),
        "measures": tuple(listed(one, states, words) for one in measures(Kind, served.activities)),
    }


def as_csv(rows: Iterable[Row], words: Words) -> bytes:
    return spreadsheet(
        [words.gettext(label) for label in COLUMNS.values()],
        (["\n".join(row[column]) for column in COLUMNS] for row in rows),
    )


def as_json(rows: Iterable[Row], words: Words) -> dict[str, object]:
    return {
        "columns": {key: words.gettext(label) for key, label in COLUMNS.items()},
        "practices": [{key: list(lines) for key, lines in row.items()} for row in rows],
    }
