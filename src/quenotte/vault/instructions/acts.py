"""What the Publisher may be told to do, in plain words. A closed list: nothing else can be instructed (P56)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from quenotte.base.instruction import ACTS, ONCE


@dataclass(frozen=True)
class Act:
    """One act: what it is called, and what it does and cannot do."""

    title: str
    words: str


WORDS: Mapping[str, Act] = MappingProxyType(
    {
        "publish": Act(
            _("Publish the practice's website"),
            _("Put the practice's pages online, and new versions of them."),
        ),
        "support": Act(
            _("Help when something does not work"),
            _(
                "Read the health page for an hour, with a code that the practice gives. It shows no"
                " patient and no content."
            ),
        ),
        "restore": Act(
            _("Bring the service back from a backup"),
            _("After a machine failed. What was sealed stays sealed."),
        ),
        "computer": Act(
            _("Send a link that registers a computer"),
            _("For a new computer, when the practice asks for it. The link opens nothing sealed."),
        ),
        "export": Act(
            _("Write the practice's sealed records into a file"),
            _("For the practice, which alone can open them."),
        ),
        "purge": Act(
            _("Erase the practice from this installation"),
            _("After the end of the contract, or after a hand-over. It cannot be undone."),
        ),
        "hand-over": Act(
            _("Hand the practice over to another installation"),
            _("All sealed records move as they are. Nobody opens anything on the way."),
        ),
    }
)
assert tuple(WORDS) == ACTS
# What a practice signs until further notice when it is set up; it takes each back when it wants to.
STANDING = ("publish", "support", "restore", "computer")


def listed() -> list[dict[str, object]]:
    """For the pages, in the language of the moment."""
    return [
        {
            "act": act,
            "title": gettext(said.title),
            "words": gettext(said.words),
            "standing": act in STANDING,
            "once": act in ONCE,
        }
        for act, said in WORDS.items()
    ]
