"""Every activity that the policy describes is declared, and each declaration is whole."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from quenotte.register import NOT_OFFERED, REGISTER, SERVICES, offered
from quenotte.register.claims import CLAIMS
from quenotte.register.model import (
    Activity,
    Art9,
    Basis,
    Category,
    Clock,
    Plane,
    Seal,
    Subject,
    Then,
    Undeclarable,
    days,
)
from quenotte.register.packs import PACKS
from quenotte.register.services import assembled

EVERY = pytest.mark.parametrize("activity", REGISTER.values(), ids=list(REGISTER))
TYPED = re.compile(r"\d|\b(SA|Sàrl|SARL|SAS|GmbH|AG|Ltd|LLC|Inc)\b|[!%]")
CITED = re.compile(r"\b(GDPR|RGPD|LIL|FADP|LPD|CNIL|FDPIC|Art\.)")

# What a practice processes data for (promises.md, S60), and the activities that serve it.
PURPOSES = {
    "to answer those who write": {"contact"},
    "to arrange appointments, knowing the state of health": {"appointment", "questionnaire"},
    "to run the practice": {"desk-access", "handing-over"},
    "to inform on prevention and the practice's news": {"newsletter-email", "newsletter-sms"},
    "to handle requests about one's data": {"rights-request", "identity-document"},
    "to answer authorities": {"authority-request"},
}


def texts(activity: Activity) -> Iterator[str]:
    """Everything of an activity that somebody may read."""
    yield from (activity.title, activity.purpose, activity.basis_words, activity.readers)
    yield from (activity.without, activity.balancing)
    yield from (datum.why for datum in activity.data)
    yield from (role.sees for role in activity.recipients)
    for group in activity.groups:
        yield from (group.label, group.hint or "")
    for ask in (datum.ask for datum in activity.data if datum.ask):
        yield from (ask.label, ask.hint or "", ask.short or "")
        yield from (choice.label for choice in ask.choices)


@EVERY
def test_an_activity_says_all_that_a_reader_asks(activity: Activity) -> None:
    assert all((activity.title, activity.purpose, activity.basis_words, activity.readers))
    assert activity.purpose.endswith(".")
    assert not activity.title.endswith(".")
    assert not activity.basis_words.endswith(".")
    assert activity.data
    assert activity.subjects
    assert activity.recipients or activity.key == "cookie-choice"  # that one stays on the device
    assert activity.claims


@EVERY
@pytest.mark.claim("P3")
def test_what_is_read_holds_no_digit_firm_or_law(activity: Activity) -> None:
    """Periods come from `keep`, names from the deployment, citations from the country's pack."""
    for text in texts(activity):
        assert not TYPED.search(text), text
        assert not CITED.search(text), text


@EVERY
@pytest.mark.claim("P77")
def test_an_activity_promises_what_is_declared_as_a_claim(activity: Activity) -> None:
    assert set(activity.claims) <= CLAIMS.keys()


@EVERY
@pytest.mark.claim("P50")
def test_a_period_names_its_source(activity: Activity) -> None:
    assert re.match(r"legal\.md( L\d+|, defaults: )", activity.keep.source)


@pytest.mark.claim("P50")
def test_each_listed_purpose_has_its_rows_and_none_is_longer_than_the_ceiling() -> None:
    for purpose, keys in PURPOSES.items():
        assert keys <= REGISTER.keys(), purpose
    for activity in REGISTER.values():
        for pack in PACKS.values():
            if activity.plane is Plane.VAULT:
                assert activity.keep.longest <= days(pack.ceiling("")), activity.key


@EVERY
@pytest.mark.claim("P42")
def test_an_activity_stands_on_one_basis_that_it_explains(activity: Activity) -> None:
    assert isinstance(activity.basis, Basis)
    assert bool(activity.balancing) == (activity.basis is Basis.LEGITIMATE_INTEREST)
    if activity.basis is Basis.LAW:
        assert activity.law


@pytest.mark.claim("P44")
def test_a_balancing_text_weighs() -> None:
    """It names what is done and what it costs the person: a few sentences, not a formula."""
    for activity in REGISTER.values():
        if activity.basis is Basis.LEGITIMATE_INTEREST:
            assert 2 <= activity.balancing.count(".") <= 4, activity.key
            assert len(activity.balancing) > 150, activity.key
    assert len({each.balancing for each in REGISTER.values() if each.balancing}) == len(
        [each for each in REGISTER.values() if each.balancing]
    )


@EVERY
@pytest.mark.claim("P46")
def test_a_legal_obligation_has_its_text_in_every_country_that_knows_it(activity: Activity) -> None:
    if activity.law:
        for country in activity.only_in or PACKS:
            assert activity.key in PACKS[country].laws


@EVERY
@pytest.mark.claim("P14")
def test_every_datum_says_why_and_no_form_wants_a_date_of_birth(activity: Activity) -> None:
    for datum in activity.data:
        assert datum.why
        assert "birth" not in datum.name
        assert not datum.why.endswith(".")


@pytest.mark.claim("P15b")
def test_words_of_patients_are_sealed_and_stand_under_a_condition_for_health() -> None:
    for activity in REGISTER.values():
        for datum in activity.data:
            if datum.category in {Category.MESSAGE, Category.RIGHTS}:
                assert datum.seal in {Seal.DESK, Seal.RIGHTS}, (activity.key, datum.name)
                assert activity.art9 is not None or datum.category is Category.RIGHTS
            if datum.seal is Seal.RIGHTS:
                assert datum.part is not None


@pytest.mark.claim("P67")
def test_a_request_about_data_asks_who_where_and_what_and_nothing_else() -> None:
    asked = [datum.name for datum in REGISTER["rights-request"].asked]
    assert asked == [
        *("kind", "words", "first_name", "surname"),
        *("email", "address", "answer_to"),
    ]
    assert REGISTER["rights-request"].seal is Seal.RIGHTS


@pytest.mark.claim("P69")
def test_the_copy_of_an_identity_document_goes_with_the_decision() -> None:
    keep = REGISTER["identity-document"].keep
    assert (keep.active.default, keep.active.most, keep.clock) == ("P0D", "P1D", Clock.DECIDED)
    assert keep.otherwise is not None
    assert (keep.otherwise.clock, keep.otherwise.period.default) == (Clock.RECEIVED, "P30D")


@pytest.mark.parametrize(
    ("key", "default", "least", "most", "clock"),
    [
        ("contact", "P12M", "P1M", "P3Y", Clock.CLOSED),
        ("appointment", "P3M", "P1M", "P12M", Clock.APPOINTMENT),
        ("questionnaire", "P30D", "P1D", "P3Y", Clock.HANDED_OVER),
        ("service-message", "P0D", None, None, Clock.MONTH_END),
        ("newsletter-email", "P0D", None, None, Clock.WITHDRAWN),
        ("newsletter-sms", "P0D", None, None, Clock.WITHDRAWN),
        ("objection-list", "P3Y", "P3Y", "P5Y", Clock.WITHDRAWN),
        ("consent-proof", "P5Y", None, None, Clock.VALIDITY_END),
        ("cookie-choice", "P6M", None, None, Clock.CHOSEN),
        ("audience", "P25M", "P1M", "P25M", Clock.MONTH_END),
        ("security-log", "P6M", None, "P12M", Clock.ENTERED),
        ("access-journal", "P3Y", "P1Y", "P5Y", Clock.ENTERED),
        ("backups", "P30D", None, None, Clock.ENTERED),
        ("site-operation", "P0D", None, None, Clock.ANSWERED),
    ],
)
def test_a_period_is_the_one_that_the_law_or_our_list_of_defaults_gives(
    key: str, default: str, least: str | None, most: str | None, clock: Clock
) -> None:
    keep = REGISTER[key].keep
    assert (keep.active.default, keep.active.least, keep.active.most) == (default, least, most)
    assert keep.clock is clock


@pytest.mark.claim("P7", "P8")
def test_the_audience_is_five_counters_with_nobody_behind_them() -> None:
    audience = REGISTER["audience"]
    assert audience.plane is Plane.SITE
    assert audience.keep.then is Then.AGGREGATE
    assert [datum.name for datum in audience.data] == [
        "visits",
        "pages",
        "time",
        "region",
        "actions",
    ]
    assert {datum.category for datum in audience.data} == {Category.AUDIENCE}


@pytest.mark.claim("P24")
def test_each_channel_of_news_has_a_consent_of_its_own() -> None:
    news = {key: each for key, each in REGISTER.items() if each.service == "newsletter"}
    assert set(news) == {"newsletter-email", "newsletter-sms"}
    assert {each.basis for each in news.values()} == {Basis.CONSENT}


def test_what_is_chosen_about_a_device_goes_to_nobody() -> None:
    assert REGISTER["cookie-choice"].recipients == ()


def test_those_who_work_at_the_desk_are_not_mixed_with_visitors() -> None:
    assert REGISTER["desk-access"].subjects == (Subject.STAFF,)
    assert {datum.name for datum in REGISTER["site-operation"].data} == {"connection"}


@EVERY
def test_health_may_lie_only_where_a_condition_is_named(activity: Activity) -> None:
    if activity.art9 is Art9.EXPLICIT_CONSENT:
        assert activity.basis is Basis.CONSENT


@pytest.mark.claim("P5")
def test_what_is_not_built_is_declared_and_not_offered() -> None:
    kept = offered(REGISTER)
    assert set(kept) == {
        *("appointment", "questionnaire", "service-message"),
        *("site-operation", "desk-access", "access-journal", "instructions"),
    }
    assert {each.service for each in REGISTER.values()} - NOT_OFFERED == {
        each.service for each in kept.values()
    }


@pytest.mark.claim("P66")
def test_a_will_for_data_is_offered_where_the_law_knows_it() -> None:
    built = {
        "directive": replace(REGISTER["directive"], service="site"),
        "appointment": REGISTER["appointment"],
    }
    assert set(offered(built, {"FR"})) == {"directive", "appointment"}
    assert set(offered(built, {"CH", "FR"})) == {"directive", "appointment"}
    assert set(offered(built, {"CH"})) == {"appointment"}
    assert set(offered(built)) == {"directive", "appointment"}


def test_each_service_carries_an_activity_or_holds_nothing_of_anybody() -> None:
    assert SERVICES.keys() - {each.service for each in REGISTER.values()} == {"sharing"}
    assert all(service.title for service in SERVICES.values())


def test_what_the_law_demands_is_not_for_a_practice_to_switch_off() -> None:
    for activity in REGISTER.values():
        if activity.basis is Basis.LAW:
            assert not SERVICES[activity.service].optional, activity.key


def test_an_activity_is_declared_once_and_under_a_service_that_exists() -> None:
    appointment = REGISTER["appointment"]
    with pytest.raises(Undeclarable, match="appointment is declared twice"):
        assembled((appointment, appointment))
    with pytest.raises(Undeclarable, match="there is no service 'telepathy'"):
        assembled((replace(appointment, service="telepathy"),))
