"""What browsers send, store and are allowed: nothing in clear, nobody else, nothing kept."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response

from quenotte.demo.run import HOST
from tests.journeys import remains
from tests.journeys.chromium import Sent, visitor
from tests.promises.canaries import search
from tests.promises.walk import Walked

LANGUAGES = ("fr", "en", "de", "it")
type Visited = dict[str, list[Response]]
COMMON = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
POLICIES = {
    "vault": COMMON,
    "desk": COMMON | {"worker-src": "'self'", "trusted-types": "quenotte-worker"},
}


def addresses(walked: Walked) -> dict[str, list[str]]:
    """Every public page, and the desk's two."""
    site, vault = walked.demo.url(HOST, "site"), walked.demo.url(f"rdv.{HOST}", "vault")
    desk = walked.demo.url("desk.localhost", "vault")
    vault_pages = ("", "link", "who", "privacy")
    return {
        "site": [f"{site}/", *(f"{site}/{language}/" for language in LANGUAGES[1:])],
        "vault": [f"{vault}/{language}/{page}" for language in LANGUAGES for page in vault_pages],
        "desk": [f"{desk}/{language}/" for language in LANGUAGES],
        "setup": [f"{desk}/{language}/setup" for language in LANGUAGES],
    }


@pytest.fixture(scope="module")
def visited(walked: Walked) -> Visited:
    """Every page once, in a browser that the walk's record belongs to."""
    page = walked.people.computer().new_page()
    answers: Visited = {}
    for plane, urls in addresses(walked).items():
        for url in urls:
            answer = page.goto(url, wait_until="load")
            assert answer is not None
            assert answer.ok, url
            answers.setdefault(plane, []).append(answer)
    return answers


def asked(sent: Sent) -> str:
    """Path and query: what a server or a proxy could write down. A fragment never leaves."""
    split = urlsplit(sent.url)
    return f"{split.path}?{split.query}"


@pytest.mark.claim("P15")
def test_no_request_holds_a_word_of_a_patient(walked: Walked) -> None:
    sent = walked.sent()
    puts = [each for each in sent if each.method == "PUT" and "/v1/p/" in each.url]
    assert len(puts) == 5  # two appointments, three questionnaires
    assert all(json.loads(each.body)["parts"] for each in puts)
    for each in sent:
        assert search(asked(each), each.whole, walked.canaries) == []


@pytest.mark.claim("P11")
def test_no_passphrase_and_no_private_key_leaves_the_desk(walked: Walked) -> None:
    passphrase = walked.desks[0].member()["passphrase"]
    for each in walked.sent():
        said = each.whole.decode(errors="replace")
        assert "AGE-SECRET-KEY" not in said
        assert passphrase not in said
        assert not any(word in said for word in passphrase.split(" ") if len(word) > 5)
        assert '"d"' not in said  # the private half of a JWK


@pytest.mark.claim("P11")
def test_secrets_travel_in_the_authorization_header_alone(walked: Walked) -> None:
    secrets = [secret for secret in walked.secrets if len(secret) >= 22]
    assert len(secrets) == 4  # two links, the registration code, the recovery key
    in_headers = set()
    for each in walked.sent():
        for secret in secrets:
            assert secret not in asked(each)
            assert secret.encode() not in each.body
            if f"Bearer {secret}" in each.headers:
                in_headers.add(secret)
    assert len(in_headers) == 3  # the recovery key never leaves the paper


@pytest.mark.claim("P38c")
@pytest.mark.usefixtures("visited")
def test_no_page_asks_another_host_for_anything(walked: Walked) -> None:
    for traffic in walked.traffic():
        assert traffic.hosts() <= walked.people.own_hosts()


@pytest.mark.claim("P28")
def test_public_pages_set_no_cookie_and_store_nothing(walked: Walked, visited: Visited) -> None:
    for patient in walked.patients:
        assert remains.cookies(patient.page) == set()
        assert remains.stored(patient.page) == remains.NOTHING
    for plane, answers in visited.items():
        if plane in ("site", "vault"):
            for answer in answers:
                assert answer.header_values("set-cookie") == []


@pytest.mark.claim("P13b")
def test_the_desk_keeps_a_registered_computer_and_nothing_else(walked: Walked) -> None:
    [desk] = walked.desks
    assert remains.cookies(desk.page) == {"computer"}
    assert remains.of_the_desk(desk.page) == remains.NOTHING


def test_every_page_s_policy_allows_its_own_files_and_nothing_else(visited: Visited) -> None:
    for plane, answers in visited.items():
        for answer in answers:
            policy = _policy(answer)
            if plane in POLICIES:
                assert policy == POLICIES[plane], answer.url
            for name in ("default-src", "form-action", "base-uri", "frame-ancestors"):
                assert policy[name] == "'none'", answer.url
            assert policy["require-trusted-types-for"] == "'script'"
            assert set(policy.values()) <= {"'none'", "'self'", "'script'", "quenotte-worker"}


@pytest.mark.usefixtures("visited")
def test_no_page_did_anything_against_its_policy(walked: Walked) -> None:
    for traffic in walked.traffic():
        assert traffic.complaints == []


def test_what_a_page_does_against_its_policy_would_be_heard(walked: Walked) -> None:
    with visitor(walked.people.browser) as (context, traffic):
        page = context.new_page()
        page.goto(walked.demo.url(f"rdv.{HOST}", "vault") + "/en/")
        page.evaluate(
            """() => { const image = new Image(); image.src = "https://evil.example/x"; }"""
        )
        page.wait_for_timeout(300)
        assert any("img-src" in complaint for complaint in traffic.complaints)


def test_another_host_and_a_word_in_clear_would_be_seen(walked: Walked) -> None:
    """The recorder sees bodies, queries and headers of whatever leaves."""
    with visitor(walked.people.browser, bypassing_policy=True) as (context, traffic):
        page = context.new_page()
        page.goto(walked.demo.url(f"rdv.{HOST}", "vault") + "/en/")
        word = walked.canaries.word()
        page.evaluate(
            """async (word) => {
              await fetch("/?q=" + encodeURIComponent(word)).catch(() => 0);
              await fetch("/", {method: "POST", body: btoa("ab" + unescape(encodeURIComponent(word)))});
              await fetch("http://evil.example/").catch(() => 0);
            }""",
            word,
        )
        hits = [hit for each in traffic.sent() for hit in search("", each.whole, walked.canaries)]
        assert [hit.encoding.partition(",")[0] for hit in hits] == ["url", "base64url"]
        assert "evil.example" in traffic.hosts()


def _policy(answer: Response) -> dict[str, str]:
    header = answer.header_value("content-security-policy") or ""
    parted = (part.strip().partition(" ") for part in header.split(";") if part.strip())
    return {name: value.strip() for name, _, value in parted}
