"""The document, the parties, and what holds for everything (promises.md, parts A and H)."""

from quenotte.register.claims.model import Claim
from quenotte.register.words import _

CLAIMS = (
    Claim(
        "P2",
        _("%(controller)s, %(address)s, decides what is collected here and answers for it."),
        where="responsible",
    ),
    Claim(
        "P2c",
        _("These decide what is collected here, each for their own patients, and answer for it:"),
        where="responsible",
        only="colleagues",
    ),
    Claim(
        "P2b",
        _("%(publisher)s makes and runs the website, on the practice's instruction."),
        where="responsible",
    ),
    Claim("P3", _("What follows is written under %(law)s."), where="responsible"),
    Claim(
        "P3b",
        _(
            "A part of this text rests on our reading of the law, which is looked at again by %(review)s."
        ),
        where="rights",
    ),
    Claim(
        "P5",
        _("It describes only the services that this practice has switched on."),
        where="responsible",
    ),
    Claim("P5b", _("This is no longer offered here; what was given before is kept as follows.")),
    Claim("P74", _("Data protection officer: %(officer)s."), where="responsible"),
    Claim("P74b", _("Contact point for data protection: %(contact_point)s."), where="responsible"),
    Claim(
        "P74c",
        _(
            "A patient's letter to the publisher is answered with this site's sealed form; its content is not kept."
        ),
        not_built=_("incoming mail of the publisher"),
    ),
    Claim(
        "P1",
        _(
            "Each version of this text stays readable at its own address; its date is the day on which it was made."
        ),
        where="document",
    ),
    Claim(
        "P77",
        _(
            "Each sentence is a claim; where you make an appointment, its page shows beside each whether this very"
            " version of the program proves it."
        ),
        where="document",
    ),
    Claim(
        "P78",
        _("This text can be read in %(languages)s, printed, and read by machines."),
        where="document",
    ),
    Claim(
        "P57",
        _(
            "The practice's register of processing and the publisher's are made from the same source as this text."
        ),
        where="document",
    ),
    Claim(
        "P4",
        _("Only measures that a test examines are named here, and none is praised."),
        where="sealing",
    ),
    Claim(
        "P56",
        _(
            "What the publisher does with its rights on the machines cites an instruction that the practice signed."
        ),
        where="responsible",
    ),
    Claim(
        "P56b",
        _(
            "The website's pages are published on such an instruction alone, and nothing new once it is taken back."
        ),
        where="responsible",
    ),
    Claim(
        "P75",
        _(
            "If data are ever lost or seen by others, every practice concerned is told at once, and what the"
            " law asks is prepared."
        ),
        not_built=_("the register of breaches"),
    ),
    Claim(
        "P76",
        _("Who opened which record, when and why is written down, without its content."),
    ),
    Claim(
        "P76b",
        _(
            "Each entry is bound to the one before it, and members of the practice sign them: one that is"
            " changed or missing is noticed."
        ),
    ),
    Claim(
        "P76c",
        _(
            "When the practice asks for help, the publisher sees numbers and dates of its desk, and nothing of"
            " a patient."
        ),
    ),
)
