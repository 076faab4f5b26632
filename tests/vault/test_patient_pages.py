"""The patients' pages: made from the register, the same for everybody, useful without their script."""

import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from quenotte.base import assets
from quenotte.register import REGISTER
from quenotte.register.claims import BUILT
from quenotte.register.derived.forms import form_digest
from quenotte.vault.practices.models import Practice

FORM_PAGES = ("/en/", "/en/link")
PAGES = [
    f"/{code}/{end}" for code in ("fr", "en", "de", "it") for end in ("", "link", "who", "privacy")
]
FORMS = ("appointment", "questionnaire")
VOID = {"br", "img", "input", "link", "meta"}
MOST_BYTES = 90 * 1024


class Element:
    def __init__(
        self, tag: str, attrs: dict[str, str | None], parents: tuple["Element", ...]
    ) -> None:
        self.tag, self.attrs, self.parents, self.text = tag, attrs, parents, ""

    def inside(self, attribute: str) -> str | None:
        """The attribute of the nearest element around it that has one."""
        return next(
            (
                up.attrs[attribute]
                for up in reversed((*self.parents, self))
                if attribute in up.attrs
            ),
            None,
        )


class Page(HTMLParser):
    """A page's elements, each with the elements around it and the text in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, dict(attrs), tuple(self._open))
        self.elements.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def having(self, attribute: str, value: str | None = None) -> Iterator[Element]:
        return (
            one
            for one in self.elements
            if attribute in one.attrs and (value is None or one.attrs[attribute] == value)
        )

    def of(self, *tags: str) -> Iterator[Element]:
        return (one for one in self.elements if one.tag in tags)

    def data(self, id: str) -> Any:
        return json.loads(next(self.having("id", id)).text)


@pytest.fixture
def visitor(mast: Practice) -> Client:
    mast.public_card = {
        "controller": "Dr Mast",
        "street": "12 rue des Bains",
        "postcode": "1205",
        "city": "Genève",
        "country": "CH",
        "telephone": "+41 22 555 01 23",
        "languages": ["fr", "en"],
    }
    mast.save()
    return Client(headers={"Host": mast.host})


def page(visitor: Client, path: str) -> Page:
    response = visitor.get(path)
    assert response.status_code == 200
    return Page(response.content.decode())


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        pytest.param("en-GB,en;q=0.9", "/en/", id="english"),
        pytest.param("fr-CH", "/fr/", id="french"),
        pytest.param("de-CH, it;q=0.5, en;q=0.1", "/en/", id="what-the-practice-offers"),
        pytest.param("", "/fr/", id="no-wish"),
        pytest.param("!!;q=x", "/fr/", id="nonsense"),
    ],
)
def test_the_bare_address_leads_to_a_language_of_reader_and_practice(
    visitor: Client, wanted: str, given: str
) -> None:
    response = visitor.get("/", headers={"Accept-Language": wanted})
    assert (response.status_code, response["Location"]) == (302, given)
    assert "Accept-Language" in response["Vary"]


@pytest.mark.claim("P28")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_for_everybody_and_sets_nothing(visitor: Client, path: str) -> None:
    first = visitor.get(path)
    visitor.cookies["anything"] = "somebody's"
    again = visitor.get(path, headers={"Sec-GPC": "1"})
    assert again.content == first.content
    assert not first.cookies
    assert not again.cookies


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_nothing_and_styles_nothing_but_files(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    rules = dict(rule.split(maxsplit=1) for rule in response["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["trusted-types"] == "'none'"
    seen = Page(response.content.decode())
    assert not list(seen.of("style"))
    assert not [one for one in seen.elements if "style" in one.attrs]
    assert not [name for one in seen.elements for name in one.attrs if name.startswith("on")]
    for script in seen.of("script"):
        assert script.attrs.get("type") == "application/json" or "src" in script.attrs
    assert not list(seen.having("action"))


@pytest.mark.parametrize("path", FORM_PAGES)
def test_nothing_can_be_pressed_before_the_script_runs(visitor: Client, path: str) -> None:
    pressed = [one for one in page(visitor, path).of("button") if one.attrs.get("type") == "submit"]
    assert pressed
    assert all("disabled" in one.attrs for one in pressed)


@pytest.mark.parametrize("path", FORM_PAGES)
def test_without_its_script_a_page_says_whom_to_call(visitor: Client, path: str) -> None:
    seen = page(visitor, path)
    unscripted = next(seen.having("id", "unscripted"))
    assert "hidden" not in unscripted.attrs
    assert all("hidden" not in up.attrs for up in unscripted.parents)
    calls = [one.attrs["href"] for one in seen.of("a") if unscripted in one.parents]
    assert calls == ["tel:+41225550123"]


@pytest.mark.claim("P19")
@pytest.mark.parametrize("path", FORM_PAGES)
def test_every_form_stands_beside_the_notice_of_its_activity(visitor: Client, path: str) -> None:
    seen = page(visitor, path)
    asked = {key for key in FORMS if list(seen.having("id", f"form-{key}"))}
    digests = {one.attrs["data-digest"] for one in seen.having("data-digest")}
    assert {form_digest(REGISTER[key]) for key in asked} <= digests
    fields = {
        str(one.attrs.get("id", "")).partition("-")[0] for one in seen.of("input", "textarea")
    }
    assert fields & set(FORMS) <= asked


@pytest.mark.claim("P20b")
@pytest.mark.parametrize("sms", ["", "sms.example"])
@pytest.mark.parametrize("key", FORMS)
def test_a_star_an_announcement_and_the_definition_say_the_same(
    visitor: Client, settings: Any, key: str, sms: str
) -> None:
    settings.SMS_DOMAIN = sms
    seen = page(visitor, "/en/")
    form = seen.data(f"form-{key}")
    stars, announced = set(), set()
    for wrapper in seen.having("data-field"):
        name = str(wrapper.attrs["data-field"])
        within = [one for one in seen.elements if wrapper in one.parents or one is wrapper]
        ids = [str(one.attrs["id"]) for one in within if "id" in one.attrs]
        if not any(id.startswith(f"{key}-{name}") for id in ids):
            continue
        if any(one.attrs.get("class") == "star" for one in within):
            stars.add(name)
        if any(one.attrs.get("aria-required") == "true" for one in within):
            announced.add(name)
    required = {field["name"] for field in form["fields"] if field["required"]}
    assert stars == announced == required


@pytest.mark.claim("P13b")
@pytest.mark.parametrize("path", FORM_PAGES)
def test_a_page_asks_what_the_register_declares_and_nothing_else(
    visitor: Client, path: str
) -> None:
    seen = page(visitor, path)
    declared = {
        datum.name
        for key in FORMS
        if list(seen.having("id", f"form-{key}"))
        for datum in REGISTER[key].asked
    }
    placed = {one.inside("data-field") for one in seen.of("input", "textarea")} - {None}
    assert placed <= declared
    free = [one for one in seen.of("input", "textarea") if one.inside("data-field") is None]
    assert {one.attrs.get("name") for one in free} <= {"type"}


@pytest.mark.parametrize(
    ("sms", "required", "one_of"),
    [("", {"email"}, None), ("sms.example", set(), "contact")],
    ids=["no-text-messages", "text-messages"],
)
def test_without_text_messages_the_email_is_needed(
    visitor: Client, settings: Any, sms: str, required: set[str], one_of: str | None
) -> None:
    settings.SMS_DOMAIN = sms
    fields = {
        field["name"]: field for field in page(visitor, "/en/").data("form-appointment")["fields"]
    }
    contact = [fields["email"], fields["telephone"]]
    assert {field["name"] for field in contact if field["required"]} == required
    assert {field["one_of"] for field in contact} == {one_of}


def test_a_practice_offers_its_own_types_and_people_alone(
    visitor: Client, mast: Practice, favre: Practice
) -> None:
    favre.types.update(names={"fr": "Chez Favre"})
    favre.resources.update(name="Dr Favre")
    html = visitor.get("/fr/").content.decode()
    assert "Dr Mast" in html
    assert "Favre" not in html


def test_an_address_of_no_language_is_not_there(visitor: Client) -> None:
    assert visitor.get("/xx/").status_code == visitor.get("/en/nothing").status_code == 404


@pytest.mark.claim("P77")
def test_each_sentence_of_the_policy_shows_its_claim_and_how_it_stands(visitor: Client) -> None:
    seen = page(visitor, "/en/privacy")
    said = list(seen.having("data-claim"))
    assert len(said) > 30
    for sentence in said:
        claim = str(sentence.attrs["data-claim"])
        built = claim in BUILT
        assert claim in sentence.text
        assert ("Not built yet" in sentence.text) is not built
        words = ("Proven", "Not verified here", "Failing")
        assert any(word in sentence.text for word in words) is built


@pytest.mark.claim("P5")
def test_the_policy_keeps_silent_on_what_is_switched_off(visitor: Client) -> None:
    html = visitor.get("/en/privacy").content.decode()
    assert REGISTER["questionnaire"].title in html
    assert REGISTER["contact"].title not in html


@pytest.mark.parametrize(
    ("country", "cited", "absent"),
    [("CH", ("FADP", "FDPIC"), ("CNIL", "GDPR")), ("FR", ("GDPR", "CNIL"), ("FADP", "FDPIC"))],
)
def test_the_policy_cites_the_law_of_the_practice_s_country(
    visitor: Client, mast: Practice, country: str, cited: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    mast.country = country
    mast.save()
    html = visitor.get("/en/privacy").content.decode()
    assert all(word in html for word in cited)
    assert not any(word in html for word in absent)


def test_who_hosts_stands_under_the_header_and_leads_to_the_table(
    visitor: Client, settings: Any
) -> None:
    settings.HOSTING = {"name": "Santé Exemple SA", "certificate": "HDS-0001"}
    line = next(page(visitor, "/en/").having("class", "trust"))
    assert "Hosted by Santé Exemple SA, HDS-0001." in re.sub(r"\s+", " ", line.text)
    assert visitor.get("/en/who").status_code == 200


@pytest.mark.parametrize("path", FORM_PAGES)
def test_page_style_and_script_stay_under_90_kb(visitor: Client, path: str) -> None:
    html = gzip.compress(visitor.get(path).content)
    files = (assets.asset_file(name).read_bytes() for name in ("patient.css", "patient.js"))
    assert len(html) + sum(len(gzip.compress(bytes)) for bytes in files) < MOST_BYTES
