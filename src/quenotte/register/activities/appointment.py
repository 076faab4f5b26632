"""A patient asks for an appointment at a time that the practice offers."""

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
    When,
)
from quenotte.register.words import _

SOMEBODY_ELSE = When("whom", ("child", "other"))


def _identity(name: str, ask: Ask, why: str, *, required: bool = False) -> Datum:
    return Datum(
        name, Category.IDENTITY, why, seal=Seal.DESK, part=Part.CORE, required=required, ask=ask
    )


def _contact(name: str, ask: Ask, why: str) -> Datum:
    return Datum(name, Category.CONTACT, why, seal=Seal.DESK, part=Part.CORE, ask=ask)


appointment = Activity(
    key="appointment",
    plane=Plane.VAULT,
    service="appointment",
    title=_("Appointments"),
    purpose=_("To arrange this appointment and to reach you about it. Nothing else."),
    basis=Basis.CONTRACT,
    basis_words=_("Your request for an appointment"),
    art9=Art9.CARE,  # the message may say more than it should
    subjects=(Subject.PATIENTS, Subject.REPRESENTATIVES),
    readers=_("the practitioners, assistants and secretaries of the practice"),
    without=_("Without the starred answers the practice can neither expect you nor answer you."),
    recipients=(
        replace(
            HOST,
            sees=_(
                "keeps sealed envelopes that it cannot open; sees date, time, type, with whom, and the"
                " state, without a name"
            ),
        ),
        RELAY,
        CARRIERS,
    ),
    form=True,
    groups=(
        Group("whom", _("Who is the appointment for?")),
        Group("patient", _("The patient")),
        Group("representative", _("You, who make the request")),
        Group("address", _("Postal address")),
        Group(
            "contact", _("How to reach you"), _("E-mail or telephone: one of the two is enough.")
        ),
        Group("message", _("A word to the practice")),
    ),
    data=(
        _identity(
            "whom",
            Ask(
                Kind.CHOICE,
                _("This appointment is"),
                short=_("Who comes"),
                group="whom",
                choices=(
                    Choice("self", _("For me")),
                    Choice("child", _("For my child")),
                    Choice("other", _("For somebody whom I represent")),
                ),
            ),
            _("tells whom to expect and who answers for a child"),
            required=True,
        ),
        _identity(
            "first_name",
            Ask(Kind.TEXT, _("First name"), most=80, group="patient", autocomplete="given-name"),
            _("tells two patients of one family apart"),
            required=True,
        ),
        _identity(
            "surname",
            Ask(Kind.TEXT, _("Surname"), most=80, group="patient", autocomplete="family-name"),
            _("finds the patient's file at the practice"),
            required=True,
        ),
        _identity(
            "age",
            Ask(Kind.AGE, _("Age"), _("In years"), group="patient"),
            _("prepares the right chair, time and consent; a date of birth is not needed"),
            required=True,
        ),
        _identity(
            "representative_first_name",
            Ask(
                Kind.TEXT, _("Your first name"), most=80, group="representative", when=SOMEBODY_ELSE
            ),
            _("a child or a represented person comes with somebody who may decide"),
            required=True,
        ),
        _identity(
            "representative_surname",
            Ask(Kind.TEXT, _("Your surname"), most=80, group="representative", when=SOMEBODY_ELSE),
            _("a child or a represented person comes with somebody who may decide"),
            required=True,
        ),
        _identity(
            "street",
            Ask(
                Kind.TEXT,
                _("Street and number"),
                most=120,
                group="address",
                autocomplete="address-line1",
            ),
            _("finds the patient's file and sends the bill"),
        ),
        _identity(
            "postcode",
            Ask(Kind.TEXT, _("Postcode"), most=12, group="address", autocomplete="postal-code"),
            _("finds the patient's file and sends the bill"),
        ),
        _identity(
            "city",
            Ask(Kind.TEXT, _("Town"), most=80, group="address", autocomplete="address-level2"),
            _("finds the patient's file and sends the bill"),
        ),
        _contact(
            "email",
            Ask(Kind.EMAIL, _("E-mail"), group="contact", one_of="contact", autocomplete="email"),
            _("receives the confirmation, changes and the reminder"),
        ),
        _contact(
            "telephone",
            Ask(
                Kind.TELEPHONE,
                _("Telephone"),
                _("A mobile number receives text messages; on a landline the practice calls."),
                group="contact",
                one_of="contact",
                autocomplete="tel",
            ),
            _("receives the confirmation, changes and the reminder"),
        ),
        Datum(
            "message",
            Category.MESSAGE,
            _("lets the patient say what the practice should know to arrange the time"),
            seal=Seal.DESK,
            part=Part.DETAIL,
            ask=Ask(
                Kind.LONG,
                _("Message to the practice"),
                _(
                    "Please write nothing about your health or teeth here: the questionnaire is for that."
                ),
                most=1000,
                group="message",
            ),
        ),
        Datum(
            "type",
            Category.SCHEDULE,
            _("how long the chair is taken; the vault counts the time with it"),
        ),
        Datum(
            "start",
            Category.SCHEDULE,
            _("when the chair is taken; the vault guards it against others"),
        ),
        Datum("resource", Category.SCHEDULE, _("whose chair is taken")),
        Datum("language", Category.SCHEDULE, _("the language of the messages")),
        Datum(
            "link_hash",
            Category.TECHNICAL,
            _("recognises the appointment's one link without keeping it"),
        ),
        Datum(
            "answered", Category.SCHEDULE, _("whether and when the practice answered the request")
        ),
    ),
    keep=Keep(
        active=Period("P3M", least="P1M", most="P12M"),
        clock=Clock.APPOINTMENT,
        then=Then.ARCHIVE,
        archive=Period("P3Y", least="P1Y", most="P5Y"),
        source="legal.md L21: no authority gives a number",
    ),
    claims=("P21",),
)
