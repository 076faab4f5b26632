"""Requests about one's own data, sealed to the practitioners: the case, its deadline, its answer (P33, P67)."""

from dataclasses import replace

from quenotte.register.model import (
    CARRIERS,
    HOST,
    RELAY,
    Activity,
    Art9,
    Ask,
    Basis,
    Category,
    Choice,
    Clock,
    Datum,
    Group,
    Keep,
    Kind,
    Part,
    Period,
    Plane,
    Seal,
    Subject,
    Then,
)
from quenotte.register.words import _


def _asked(
    name: str,
    category: Category,
    why: str,
    ask: Ask,
    *,
    part: Part = Part.CORE,
    required: bool = False,
) -> Datum:
    return Datum(name, category, why, seal=Seal.RIGHTS, part=part, required=required, ask=ask)


def _case(name: str, why: str) -> Datum:
    return Datum(name, Category.RIGHTS, why, seal=Seal.RIGHTS, part=Part.CORE)


rights_request = Activity(
    key="rights-request",
    plane=Plane.VAULT,
    service="rights",
    title=_("Requests about your data"),
    purpose=_(
        "To answer what you ask about your data, and to be able to show that it was answered."
    ),
    basis=Basis.LAW,
    basis_words=_("The duty to answer such requests"),
    law="GDPR 12-22",
    art9=Art9.LEGAL_CLAIMS,  # a request or its answer may speak of health
    readers=_("the practitioners of the practice"),
    without=_(
        "Without the starred answers the practice can neither find your data nor answer you."
    ),
    subjects=(Subject.PATIENTS, Subject.REPRESENTATIVES, Subject.SUBSCRIBERS),
    recipients=(
        replace(HOST, sees=_("sees dates and whether it was answered; cannot open the request")),
        RELAY,
        replace(CARRIERS, sees=_("carry a notice with a number and a date; never what you asked")),
    ),
    form=True,
    groups=(
        Group("what", _("What do you ask?")),
        Group("who", _("Who are you?")),
        Group(
            "contact",
            _("How to reach you"),
            _("E-mail or postal address: one of the two is enough."),
        ),
        Group("answer", _("Where should the answer go?"), _("It goes there and nowhere else.")),
    ),
    data=(
        _asked(
            "kind",
            Category.RIGHTS,
            _("decides what has to be done, and by when"),
            Ask(
                Kind.CHOICE,
                _("I ask"),
                short=_("Your request"),
                group="what",
                choices=(
                    Choice("access", _("What is kept about me, and a copy of it")),
                    Choice("rectification", _("To correct something that is wrong")),
                    Choice("erasure", _("To erase my data")),
                    Choice("restriction", _("To keep my data without using them")),
                    Choice("objection", _("To stop using my data, because I object")),
                    Choice("portability", _("My data in a form that another practice can read")),
                    Choice("directive", _("To say what becomes of my data after my death")),
                ),
            ),
            required=True,
        ),
        _asked(
            "words",
            Category.MESSAGE,
            _("tells which data you mean, and what is wrong with them"),
            Ask(
                Kind.LONG,
                _("In your words"),
                _(
                    "Which data do you mean? Please write nothing about your health or teeth:"
                    " the practice has your file."
                ),
                most=4000,
                group="what",
            ),
            part=Part.DETAIL,
        ),
        _asked(
            "first_name",
            Category.IDENTITY,
            _("finds your data, and yours alone"),
            Ask(Kind.TEXT, _("First name"), most=80, group="who", autocomplete="given-name"),
            required=True,
        ),
        _asked(
            "surname",
            Category.IDENTITY,
            _("finds your data, and yours alone"),
            Ask(Kind.TEXT, _("Surname"), most=80, group="who", autocomplete="family-name"),
            required=True,
        ),
        _asked(
            "email",
            Category.CONTACT,
            _("is compared with what the practice knows, and can receive the answer"),
            Ask(Kind.EMAIL, _("E-mail"), group="contact", one_of="contact", autocomplete="email"),
        ),
        _asked(
            "address",
            Category.IDENTITY,
            _("is compared with what the practice knows, and can receive the answer"),
            Ask(
                Kind.TEXT,
                _("Postal address"),
                most=300,
                group="contact",
                one_of="contact",
                autocomplete="address-line1",
            ),
        ),
        _asked(
            "answer_to",
            Category.CONTACT,
            _("is the only place to which the answer goes"),
            Ask(
                Kind.CHOICE,
                _("The answer goes"),
                short=_("Way of the answer"),
                group="answer",
                choices=(
                    Choice("email", _("By e-mail, to the address above")),
                    Choice("post", _("By post, to the address above")),
                    Choice("practice", _("Into my hands, at the practice")),
                ),
            ),
            required=True,
        ),
        Datum(
            "reach",
            Category.CONTACT,
            _("where the acknowledgement goes, and the notice that an answer is ready"),
            seal=Seal.RELAY,
        ),
        Datum(
            "received", Category.TECHNICAL, _("when it arrived: the time to answer runs from there")
        ),
        Datum("due", Category.TECHNICAL, _("the day by which the answer is due")),
        Datum("number", Category.TECHNICAL, _("the number under which you can ask about it")),
        Datum("stage", Category.TECHNICAL, _("whether it was answered, and by which way")),
        _case("doubt", _("why more proof of who you are was asked for, if it was")),
        _case("verified", _("that you were recognised, how and when")),
        _case("answer", _("what was decided, why, and when you were told")),
    ),
    keep=Keep(
        active=Period("P3M", least="P1M", most="P12M"),
        clock=Clock.CLOSED,
        then=Then.ARCHIVE,
        archive=Period("P3Y", least="P1Y", most="P5Y"),
        source="legal.md L1: no authority gives a number",
    ),
    claims=("P33", "P67", "P70", "P71", "P72b"),
)
