"""One definition of a form, for the page, the vault and the desk."""

import pytest

from quenotte.register import REGISTER
from quenotte.register.derived.forms import definition, form_version
from quenotte.register.model import Category

FORMS = [activity for activity in REGISTER.values() if activity.form]


@pytest.mark.claim("P13b")
def test_identity_is_the_policy_s_closed_list() -> None:
    asked = {datum.name for datum in REGISTER["appointment"].asked}
    assert asked == {
        "whom",
        "first_name",
        "surname",
        "age",
        "representative_first_name",
        "representative_surname",
        "street",
        "postcode",
        "city",
        "email",
        "telephone",
        "message",
    }


@pytest.mark.claim("P14")
def test_age_is_asked_in_years_and_no_date_of_birth_anywhere() -> None:
    for activity in FORMS:
        for field in definition(activity)["fields"]:
            assert "birth" not in field["name"]
    ages = [
        field for field in definition(REGISTER["appointment"])["fields"] if field["kind"] == "age"
    ]
    assert [field["name"] for field in ages] == ["age"]


@pytest.mark.claim("P15b")
def test_health_is_asked_in_the_questionnaire_alone() -> None:
    for activity in REGISTER.values():
        held = {datum.category for datum in activity.data}
        assert (Category.HEALTH in held) == (activity.key == "questionnaire")


def test_words_do_not_change_the_version_and_meaning_does() -> None:
    activity = REGISTER["appointment"]
    assert definition(activity, lambda text: text.upper())["version"] == form_version(activity)
    versions = {form_version(each) for each in FORMS}
    assert len(versions) == len(FORMS)


@pytest.mark.claim("P14")
def test_no_health_answer_is_required() -> None:
    assert not any(field["required"] for field in definition(REGISTER["questionnaire"])["fields"])
