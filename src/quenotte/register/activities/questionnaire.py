"""The health questionnaire that a patient may fill in before an appointment.

A closed list: the policy's items and those that a careful dentist asks, because they change an
act, an anaesthetic or a prescription. Nothing about teeth (P18).
"""

from quenotte.register.model import (
    HOST,
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
    Otherwise,
    Part,
    Period,
    Plane,
    Seal,
    When,
)
from quenotte.register.words import _

ANSWERS = (
    Choice("yes", _("Yes")),
    Choice("no", _("No")),
    Choice("unknown", _("I don't know")),
    Choice("aloud", _("I would rather say it in person")),
)
YES = ("yes",)
ANY = ("*",)


def _health(name: str, why: str, ask: Ask) -> Datum:
    return Datum(name, Category.HEALTH, why, seal=Seal.CARE, part=Part.DETAIL, ask=ask)


def _question(
    name: str,
    group: str,
    label: str,
    *,
    why: str,
    short: str,
    which: str,
    hint: str | None = None,
    some: tuple[Choice, ...] = (),
    alert: bool = False,
) -> tuple[Datum, ...]:
    """A yes-or-no question; after a yes, which one and in the patient's own words."""
    asked = [
        _health(
            name,
            why,
            Ask(
                Kind.CHOICE,
                label,
                hint,
                choices=ANSWERS,
                group=group,
                short=short,
                alert=YES if alert else (),
            ),
        )
    ]
    if some:
        asked.append(
            _health(
                f"{name}_which",
                why,
                Ask(
                    Kind.SEVERAL,
                    _("Which?"),
                    _("Several answers are possible"),
                    choices=some,
                    group=group,
                    short=short,
                    when=When(name, YES),
                ),
            )
        )
    asked.append(
        _health(
            f"{name}_words",
            why,
            Ask(Kind.TEXT, which, most=300, group=group, short=short, when=When(name, YES)),
        )
    )
    return tuple(asked)


questionnaire = Activity(
    key="questionnaire",
    plane=Plane.VAULT,
    service="questionnaire",
    title=_("Health questionnaire before the appointment"),
    purpose=_("So that the practitioner knows your state of health before treating you."),
    basis=Basis.CONTRACT,
    basis_words=_("Preparing the care that you asked for"),
    art9=Art9.CARE,
    readers=_("the practitioners and assistants of the practice"),
    without=_("No answer is required. What you leave empty, the practitioner asks in person."),
    recipients=(HOST,),
    form=True,
    groups=(
        Group(
            "heart",
            _("Heart and circulation"),
            _("An answer can change a medicine or an anaesthetic."),
        ),
        Group(
            "blood",
            _("Blood"),
            _("Some treatments wait, or are prepared, when blood clots slowly."),
        ),
        Group(
            "lungs",
            _("Lungs and breathing"),
            _("It decides how you are seated and what is at hand."),
        ),
        Group("organs", _("Kidneys and liver"), _("They clear medicines: doses depend on them.")),
        Group(
            "diabetes",
            _("Diabetes"),
            _("It decides the hour of the appointment and how wounds heal."),
        ),
        Group("bones", _("Bones"), _("Some bone medicines change how the jaw heals.")),
        Group("allergies", _("Allergies"), _("What must not be given or touched.")),
        Group("pregnancy", _("Pregnancy"), _("It decides what is treated now and what can wait.")),
        Group(
            "history", _("Treatments and history"), _("What you take, and what happened before.")
        ),
    ),
    data=(
        *_question(
            "heart",
            "heart",
            _("Has a heart disease ever been found?"),
            why=_("some acts and anaesthetics are unsafe with it"),
            short=_("Heart"),
            which=_("In your words"),
            some=(
                Choice("congenital", _("Malformation from birth")),
                Choice("valve", _("Repaired or artificial valve")),
                Choice("endocarditis", _("Endocarditis (infection inside the heart)")),
                Choice("pacemaker", _("Pacemaker or defibrillator")),
                Choice("infarct", _("Heart attack or angina")),
                Choice("rhythm", _("Irregular heartbeat")),
                Choice("other", _("Other")),
            ),
            alert=True,
        ),
        *_question(
            "pressure",
            "heart",
            _("Do you have high blood pressure?"),
            why=_("the anaesthetic is chosen by it"),
            short=_("Blood pressure"),
            which=_("Since when, with which treatment?"),
        ),
        *_question(
            "stroke",
            "heart",
            _("Have you had a stroke?"),
            why=_("care may have to wait after it"),
            short=_("Stroke"),
            which=_("When?"),
        ),
        *_question(
            "thinner",
            "blood",
            _("Do you take a medicine that thins the blood?"),
            hint=_("For example against clots, or aspirin every day."),
            why=_("bleeding has to be prepared for"),
            short=_("Blood thinner"),
            which=_("Which one, and how often?"),
            alert=True,
        ),
        *_question(
            "bleeding",
            "blood",
            _("Do you bleed for a long time after a cut or an extraction?"),
            why=_("bleeding has to be prepared for"),
            short=_("Bleeding"),
            which=_("In your words"),
            alert=True,
        ),
        *_question(
            "lungs",
            "lungs",
            _("Do you have a disease of the lungs, such as asthma?"),
            why=_("an attack in the chair has to be prepared for"),
            short=_("Lungs"),
            which=_("Which one, with which treatment?"),
        ),
        *_question(
            "kidneys",
            "organs",
            _("Do you have a disease of the kidneys?"),
            why=_("doses depend on it"),
            short=_("Kidneys"),
            which=_("Which one? Dialysis?"),
        ),
        *_question(
            "liver",
            "organs",
            _("Do you have a disease of the liver, such as hepatitis?"),
            why=_("doses and bleeding depend on it"),
            short=_("Liver"),
            which=_("Which one?"),
        ),
        *_question(
            "diabetes",
            "diabetes",
            _("Do you have diabetes?"),
            why=_("healing and the hour of the appointment depend on it"),
            short=_("Diabetes"),
            which=_("Which treatment?"),
        ),
        *_question(
            "bone",
            "bones",
            _("Do you take, or have you taken, a medicine for the bones?"),
            hint=_("For example against osteoporosis, as tablets, injections or infusions."),
            why=_("the jaw may heal badly after it"),
            short=_("Bone medicine"),
            which=_("Which one, from when to when?"),
            alert=True,
        ),
        *_question(
            "allergy",
            "allergies",
            _("Are you allergic to something?"),
            hint=_("A medicine, latex, a metal, an anaesthetic …"),
            why=_("it must not be given"),
            short=_("Allergy"),
            which=_("To what, and what happened?"),
            alert=True,
        ),
        *_question(
            "pregnancy",
            "pregnancy",
            _("Are you pregnant, or could you be?"),
            why=_("medicines and images depend on it"),
            short=_("Pregnancy"),
            which=_("Which month?"),
            alert=True,
        ),
        _health(
            "treatments",
            _("interactions, bleeding, healing"),
            Ask(
                Kind.LONG,
                _("Which medicines do you take?"),
                _("Name and dose if you know them; one on each line."),
                most=2000,
                group="history",
                short=_("Medicines"),
            ),
        ),
        _health(
            "history",
            _("earlier events decide what is safe"),
            Ask(
                Kind.LONG,
                _("Operations, stays in hospital, other diseases"),
                _(
                    "In your words. Nothing about your teeth here: the practitioner looks at them with you."
                ),
                most=2000,
                group="history",
                short=_("Medical history"),
            ),
        ),
        Datum("about", Category.SCHEDULE, _("binds the answers to one appointment")),
    ),
    keep=Keep(
        active=Period("P30D", least="P1D", most="P3Y"),
        clock=Clock.HANDED_OVER,
        # Nothing unread goes behind the practice's back: the desk says weekly what was not taken over.
        otherwise=Otherwise(Clock.APPOINTMENT, Period("P12M", least="P1M", most="P3Y")),
        source="legal.md, defaults: questionnaire answers; no authority gives a number",
    ),
    claims=("P15b", "P16", "P18"),
)
