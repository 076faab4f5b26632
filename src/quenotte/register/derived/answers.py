"""What the register answers to each question that an authority asks about an activity.

An empty answer means that we do not know. "None" is said only where the register, being a closed list, knows it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from quenotte.register.derived import rubrics
from quenotte.register.derived.measures import Kind, States, listed, measures, stated
from quenotte.register.derived.notice import capital
from quenotte.register.derived.parties import Parties
from quenotte.register.derived.rubrics import PEOPLE, Rubric
from quenotte.register.derived.transfers import concerned, transfers
from quenotte.register.lists.roles import Role
from quenotte.register.model import Activity, Art9, Basis
from quenotte.register.periods import Words
from quenotte.register.recipients import EEA, Recipient
from quenotte.register.words import _


@dataclass(frozen=True)
class Asked:
    """The activity that is asked about, and all that an answer is made from."""

    activity: Activity
    parties: Parties
    states: States
    words: Words


def title(asked: Asked) -> tuple[str, ...]:
    return (asked.words.gettext(asked.activity.title),)


def reference(asked: Asked) -> tuple[str, ...]:
    return (f"{asked.parties.slug}/{asked.activity.key}",)


def created(asked: Asked) -> tuple[str, ...]:
    return (asked.parties.began.isoformat(),) if asked.parties.began else ()


def changed(asked: Asked) -> tuple[str, ...]:
    return (asked.parties.changed.isoformat(),) if asked.parties.changed else ()


def controller(asked: Asked) -> tuple[str, ...]:
    return tuple(
        ", ".join(part for part in (one.name, one.register_number) if part)
        for one in asked.parties.controllers
    )


def reached(asked: Asked) -> tuple[str, ...]:
    return tuple(
        f"{one.name}: {'; '.join(one.reached)}" for one in asked.parties.controllers if one.reached
    )


def officer(asked: Asked) -> tuple[str, ...]:
    say, named = asked.words.gettext, asked.parties.asked
    if named is not None and asked.parties.has_officer:
        return (named.name, *named.reached)
    none = say(_("None is appointed."))
    if named is None:
        return (none,)
    point = say(_("Point of contact: %(who)s.")) % {"who": ", ".join((named.name, *named.reached))}
    return (none, point)


def representative(asked: Asked) -> tuple[str, ...]:
    """Only a controller outside the Union may need one (Art. 27 GDPR)."""
    say = asked.words.gettext
    if asked.parties.country in EEA:
        return (say(_("None is needed: the practice stands in the European Economic Area.")),)
    return (say(_("None is named: the practice's patients are those of its own country.")),)


def joint(asked: Asked) -> tuple[str, ...]:
    say, controllers = asked.words.gettext, asked.parties.controllers
    if len(controllers) < 2:
        return (say(_("None: the practice alone decides.")),)
    return (
        say(_("None: each of these decides alone, for their own patients: %(who)s."))
        % {"who": ", ".join(one.name for one in controllers)},
    )


def purpose(asked: Asked) -> tuple[str, ...]:
    return (asked.words.gettext(asked.activity.purpose),)


def sub_purposes(asked: Asked) -> tuple[str, ...]:
    """The reason of each datum, each reason once."""
    say = asked.words.gettext
    return tuple(dict.fromkeys(capital(say(datum.why)) for datum in asked.activity.data))


def people(asked: Asked) -> tuple[str, ...]:
    return tuple(asked.words.gettext(PEOPLE[one]) for one in asked.activity.subjects)


def under(rubric: Rubric) -> Callable[[Asked], tuple[str, ...]]:
    """The data under one heading; the register is closed, so what is not in it is not there."""

    def answer(asked: Asked) -> tuple[str, ...]:
        found = rubrics.data(asked.activity, rubric, asked.words)
        return found or (asked.words.gettext(_("None: the register declares no such datum here.")),)

    return answer


def retention(asked: Asked) -> tuple[str, ...]:
    return rubrics.retention(asked.activity, asked.words)


def internal(asked: Asked) -> tuple[str, ...]:
    return (capital(asked.words.gettext(asked.activity.readers)),) if asked.activity.readers else ()


def external(asked: Asked) -> tuple[str, ...]:
    found = _roles(asked, processor=False)
    none = _("None: the data goes to nobody but the practice and its processors.")
    return found or (asked.words.gettext(none),)


def processors(asked: Asked) -> tuple[str, ...]:
    found = _roles(asked, processor=True)
    return found or (asked.words.gettext(_("None: no processor takes part in this activity.")),)


def _roles(asked: Asked, *, processor: bool) -> tuple[str, ...]:
    return tuple(
        taking_part(role, asked.parties, asked.words)
        for role in asked.activity.recipients
        if role.processor is processor
    )


def taking_part(role: Role, parties: Parties, words: Words) -> str:
    """What a role sees, and who fills it."""
    say = words.gettext
    line = f"{capital(say(role.label))}: {say(role.sees)}."
    if not role.processor:
        return line
    named = "; ".join(bound(one, words) for one in parties.filling(role))
    return f"{line} {named or say(_('Nobody is named for this role on this installation.'))}"


def bound(one: Recipient, words: Words) -> str:
    """A recipient's name and country, and the contract that binds it."""
    return words.gettext(_("%(name)s (%(country)s), bound by %(contract)s since %(since)s")) % {
        "name": one.legal_name,
        "country": one.country,
        "contract": one.contract,
        "since": one.since.isoformat(),
    }


def transferred(asked: Asked) -> tuple[str, ...]:
    say = asked.words.gettext
    found = transfers([asked.activity], asked.parties)
    if found:
        return tuple(f"{one.recipient.legal_name}: {one.recipient.country}" for one in found)
    if not concerned([asked.activity], asked.parties) and any(
        role.processor for role in asked.activity.recipients
    ):
        return ()  # nobody is named, so nobody knows where they are
    return (say(_("None: every recipient that is named stands where the practice's law applies.")),)


def guarantees(asked: Asked) -> tuple[str, ...]:
    """Each guarantee once, with the place where it can be read."""
    found = transfers([asked.activity], asked.parties)
    if not found:
        none = _("None is needed: nothing is transferred.")
        return (asked.words.gettext(none),) if transferred(asked) else ()
    return tuple(
        dict.fromkeys(
            f"{asked.words.gettext(one.guarantee.text)} {one.guarantee.link}" for one in found
        )
    )


def secured(*kinds: Kind) -> Callable[[Asked], tuple[str, ...]]:
    """The measures of these kinds; of several, each says of which kind it is."""

    def answer(asked: Asked) -> tuple[str, ...]:
        found = measures(kinds, [asked.activity])
        said = [
            stated(one.claim, asked.states, asked.words)
            if len(kinds) == 1
            else listed(one, asked.states, asked.words)
            for one in found
        ]
        none = _("None is claimed for this activity: it holds nothing that this would protect.")
        return tuple(said) or (asked.words.gettext(none),)

    return answer


_BASES = {
    Basis.CONSENT: _("Consent"),
    Basis.CONTRACT: _("Contract, or steps before one at the person's request"),
    Basis.LAW: _("Legal obligation"),
    Basis.VITAL_INTEREST: _("Vital interests"),
    Basis.PUBLIC_TASK: _("Task in the public interest"),
    Basis.LEGITIMATE_INTEREST: _("Legitimate interest"),
}
_CONDITIONS = {
    Art9.CARE: _("Care by somebody bound to professional secrecy"),
    Art9.EXPLICIT_CONSENT: _("Explicit consent"),
    Art9.LEGAL_CLAIMS: _("Exercise or defence of legal claims"),
}


def basis(asked: Asked) -> tuple[str, ...]:
    """What allows it; where the law asks for a citation, with it."""
    say, activity = asked.words.gettext, asked.activity
    kind = cited(say(_BASES[activity.basis]), activity.basis, asked)
    lines = [kind, say(activity.basis_words)]
    if activity.basis is Basis.LAW:
        laws = [
            pack.laws[activity.key] for pack in asked.parties.packs if activity.key in pack.laws
        ]
        lines += [say(law) for law in laws or [activity.law]]
    return tuple(dict.fromkeys(lines))


def condition(asked: Asked) -> tuple[str, ...]:
    say, art9 = asked.words.gettext, asked.activity.art9
    if art9 is None:
        return (say(_("None is needed: no sensitive datum is declared here.")),)
    return (cited(say(_CONDITIONS[art9]), art9, asked),)


def cited(text: str, what: Basis | Art9, asked: Asked) -> str:
    """The text with the articles of the laws that the practice keeps; some laws have none."""
    articles = ", ".join(
        asked.words.gettext(pack.articles[what].value)
        for pack in asked.parties.packs
        if what in pack.articles
    )
    return f"{text} ({articles})" if articles else text


def balancing(asked: Asked) -> tuple[str, ...]:
    say, text = asked.words.gettext, asked.activity.balancing
    return (say(text) if text else say(_("Not relied on.")),)


def source(asked: Asked) -> tuple[str, ...]:
    say = asked.words.gettext
    lines = []
    if asked.activity.asked:
        lines.append(say(_("The person, or whoever represents them, by the form.")))
    if any(datum.ask is None for datum in asked.activity.data):
        lines.append(say(_("The service itself, while it is used.")))
    return tuple(lines)


def hosting(asked: Asked) -> tuple[str, ...]:
    return asked.parties.hosted
