"""The annex to the contract between a practice and its Publisher (Art. 28 GDPR), from the register.

It states what the program does and who takes part; what the two firms agree beside it is theirs to write.
"""

from collections.abc import Iterable

from quenotte.register.derived import answers
from quenotte.register.derived.answers import Asked
from quenotte.register.derived.measures import Kind, States, listed, measures, stated
from quenotte.register.derived.papers import Paper, Section, Table
from quenotte.register.derived.parties import Parties, Party
from quenotte.register.derived.rubrics import KINDS
from quenotte.register.derived.transfers import concerned, transfers
from quenotte.register.lists.roles import PUBLISHER
from quenotte.register.model import Activity
from quenotte.register.periods import Words
from quenotte.register.words import _


def annex(
    activities: Iterable[Activity],
    parties: Parties,
    publisher: Party,
    states: States,
    *,
    words: Words,
    language: str,
) -> Paper:
    """All that Art. 28(3) asks to be written, for the services that are on."""
    say, on = words.gettext, tuple(activities)
    return Paper(
        say(_("Annex: what the publisher processes for the practice")),
        language,
        (
            say(_("This annex is made from the register that the program runs by.")),
            say(
                _("Each measure carries the claim that proves it, and how that claim stands here.")
            ),
        ),
        (
            _parties(parties, publisher, words),
            _subject(on, states, words),
            _data(on, parties, states, words),
            *_duties(words),
            Section(
                say(_("Security measures")),
                items=tuple(listed(one, states, words) for one in measures(Kind, on)),
            ),
            _below(on, parties, words),
            _end(on, words),
        ),
    )


def _parties(parties: Parties, publisher: Party, words: Words) -> Section:
    say = words.gettext
    controllers = [
        (say(_("Controller")), one.name, one.register_number, "; ".join(one.reached))
        for one in parties.controllers
    ]
    return Section(
        say(_("Who agrees")),
        table=Table(
            (say(_("Role")), say(_("Name")), say(_("Register number")), say(_("Reached at"))),
            (
                *controllers,
                (
                    say(_("Processor")),
                    publisher.name,
                    publisher.register_number,
                    "; ".join(publisher.reached),
                ),
            ),
        ),
    )


def _subject(activities: tuple[Activity, ...], states: States, words: Words) -> Section:
    say = words.gettext
    return Section(
        say(_("Subject, nature, purpose and duration")),
        (
            say(
                _(
                    "The processor runs the practice's website, and the services listed here, on the"
                    " practice's behalf."
                )
            ),
            *(stated(claim, states, words) for claim in ("P15", "P11")),
            say(
                _("It lasts as long as the contract for the website; what comes then stands below.")
            ),
        ),
        tuple(f"{say(one.title)}: {say(one.purpose)}" for one in activities),
    )


def _data(
    activities: tuple[Activity, ...], parties: Parties, states: States, words: Words
) -> Section:
    say = words.gettext
    rows = []
    for activity in activities:
        asked = Asked(activity, parties, states, words)
        kinds = dict.fromkeys(datum.category for datum in activity.data)
        rows.append(
            (
                say(activity.title),
                ", ".join(say(KINDS[kind]) for kind in kinds),
                ", ".join(answers.people(asked)),
                "; ".join(answers.retention(asked)),
            )
        )
    head = (_("Activity"), _("Types of data"), _("Categories of persons"), _("How long"))
    return Section(
        say(_("Types of data and categories of persons")),
        table=Table(tuple(say(each) for each in head), tuple(rows)),
    )


_DUTIES = (
    (
        _("Instructions"),
        (
            _(
                "The processor acts on the practice's documented instructions alone, transfers included."
            ),
            _(
                "An instruction is documented when the practice signed it; each privileged act cites one."
            ),
            _("The processor says so at once when an instruction seems to break the law."),
        ),
    ),
    (
        _("Confidentiality"),
        (
            _("Whoever works for the processor on these services is bound to confidentiality."),
            _(
                "The processor holds no key that opens what was sealed to the practice, and makes none."
            ),
        ),
    ),
    (
        _("Assistance"),
        (
            _("The processor helps the practice answer the requests of the persons concerned."),
            _(
                "A request that reaches the processor is passed to the practice without delay and without"
                " being answered."
            ),
            _(
                "The processor tells the practice of a breach at once, with facts, effects and measures."
            ),
            _(
                "It gives the practice what it needs for an impact assessment and for the authority."
            ),
        ),
    ),
    (
        _("Audits"),
        (
            _(
                "The practice may check these statements itself: the claims, their tests and their states"
                " are open to it."
            ),
            _(
                "The processor gives the practice, or an auditor whom it names, all that shows that this"
                " annex is kept."
            ),
        ),
    ),
)


def _duties(words: Words) -> tuple[Section, ...]:
    return tuple(
        Section(words.gettext(title), items=tuple(words.gettext(one) for one in duties))
        for title, duties in _DUTIES
    )


def _below(activities: tuple[Activity, ...], parties: Parties, words: Words) -> Section:
    say = words.gettext
    named = [one for one in concerned(activities, parties) if one.role != PUBLISHER.key]
    guarded = {one.recipient: one.guarantee for one in transfers(activities, parties)}
    rows = tuple(
        (
            one.legal_name,
            one.country,
            one.contract,
            one.since.isoformat(),
            one.told.isoformat() if one.told else "",
            say(guarded[one].text) if one in guarded else "",
        )
        for one in named
    )
    head = (_("Name"), _("Country"), _("Contract"), _("Since"), _("Told on"), _("Guarantee abroad"))
    return Section(
        say(_("Sub-processors")),
        (
            say(_("The practice authorises those who are named here.")),
            say(
                _(
                    "A new or changed one is told to the practice in advance; the practice may object, and"
                    " nothing goes to it while an objection stands."
                )
            ),
        )
        if rows
        else (say(_("None is named on this installation.")),),
        table=Table(tuple(say(each) for each in head), rows) if rows else None,
    )


def _end(activities: tuple[Activity, ...], words: Words) -> Section:
    say = words.gettext
    return Section(
        say(_("When the contract ends")),
        (
            say(
                _(
                    "The practice takes its sealed records and its register away, or hands them to a"
                    " successor's keys; this is its choice."
                )
            ),
            say(
                _(
                    "Then everything is erased: rows, sealed files, queues and messages at once, backups"
                    " when they run out."
                )
            ),
            say(
                _(
                    "The list of what was erased, without content, is given to the practice as proof."
                )
            ),
        ),
    )
