"""The desk's pages: the same bytes for everybody, and a policy under which only our script runs."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

PAGES = [f"/{code}/{end}" for code, _ in settings.LANGUAGES for end in ("", "setup", "recover")]


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"Host": settings.DESK_HOST})


class Page(HTMLParser):
    """What of a page matters here: its elements, the ids, the sentences for the script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def of(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attrs for found, attrs in self.elements if found == tag)


def page(visitor: Client, path: str) -> Page:
    response = visitor.get(path)
    assert response.status_code == 200
    return Page(response.content.decode())


def policy(visitor: Client, path: str) -> dict[str, list[str]]:
    header = visitor.get(path)["Content-Security-Policy"]
    rules = (rule.split() for rule in header.split(";"))
    return {name: sources for name, *sources in rules}


def texts(html: str) -> dict[str, str]:
    found = re.search(r'<script type="application/json" id="texts">(.*?)</script>', html, re.S)
    assert found
    sentences: dict[str, str] = json.loads(found[1])
    return sentences


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_for_everybody_and_sets_nothing(visitor: Client, path: str) -> None:
    first = visitor.get(path)
    visitor.cookies["computer"] = visitor.cookies["session"] = "somebody's"
    assert visitor.get(path).content == first.content
    assert not first.cookies


@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_a_page(visitor: Client, path: str) -> None:
    assert visitor.get(path)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_only_our_own_files_run_and_nothing_is_sent_by_a_form(visitor: Client, path: str) -> None:
    rules = policy(visitor, path)
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == ["'self'"]
    assert rules["form-action"] == rules["frame-ancestors"] == rules["base-uri"] == ["'none'"]
    assert rules["require-trusted-types-for"] == ["'script'"]


def test_the_desk_alone_may_start_a_worker_through_one_named_policy(visitor: Client) -> None:
    desk, setup = policy(visitor, "/fr/"), policy(visitor, "/fr/setup")
    assert (desk["worker-src"], desk["trusted-types"]) == (["'self'"], ["quenotte-worker"])
    assert "worker-src" not in setup
    assert setup["trusted-types"] == ["'none'"]


@pytest.mark.parametrize("path", PAGES)
def test_no_script_no_style_and_no_act_stands_in_the_markup(visitor: Client, path: str) -> None:
    found = page(visitor, path)
    for script in found.of("script"):
        assert "src" in script or script["type"] == "application/json"
    assert not list(found.of("style"))
    for tag, attrs in found.elements:
        assert not [name for name in attrs if name == "style" or name.startswith("on")], tag
    assert not [form for form in found.of("form") if "action" in form]


@pytest.mark.parametrize("path", PAGES)
def test_every_language_leads_to_the_same_page_in_the_others(visitor: Client, path: str) -> None:
    found = page(visitor, path)
    _, code, end = path.split("/")
    assert next(found.of("html"))["lang"] == code
    links = [link for link in found.of("a") if "hreflang" in link]
    assert [link["href"] for link in links] == [f"/{each}/{end}" for each, _ in settings.LANGUAGES]
    assert [link["lang"] for link in links if link.get("aria-current")] == [code]


@pytest.mark.parametrize("path", PAGES)
def test_the_title_names_nobody(visitor: Client, path: str) -> None:
    html = visitor.get(path).content.decode()
    found = re.search(r"<title>(.*?)</title>", html)
    assert found
    assert len(found[1]) < 30


@pytest.mark.parametrize("path", PAGES)
def test_no_id_stands_twice(visitor: Client, path: str) -> None:
    ids = [attrs["id"] for _, attrs in page(visitor, path).elements if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["/fr/", "/fr/setup", "/fr/recover"])
def test_a_counted_sentence_has_a_form_for_one_and_for_many(visitor: Client, path: str) -> None:
    names = texts(visitor.get(path).content.decode())
    ones = {name.removesuffix(".one") for name in names if name.endswith(".one")}
    assert ones == {name.removesuffix(".other") for name in names if name.endswith(".other")}


@pytest.mark.parametrize(
    ("asked", "given"), [("de-CH,de;q=0.9", "/de/"), ("it", "/it/"), ("ja", "/en/"), ("", "/en/")]
)
def test_the_door_answers_in_the_language_that_the_browser_asks_for(
    visitor: Client, asked: str, given: str
) -> None:
    response = visitor.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response["Location"]) == (302, given)


@pytest.mark.parametrize("path", ["/es/", "/fr", "/fr/setup/", "/setup"])
def test_another_path_is_no_page(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404
