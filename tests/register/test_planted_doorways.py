"""Each doorway lets through what is declared, and that alone."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quenotte.base.declared import Undeclared
from quenotte.register import REGISTER, doorways, shapes
from quenotte.register.doorways import cookie
from quenotte.register.keep import Undeclarable
from quenotte.register.lists.audience import EVENTS
from quenotte.register.lists.log import LOG, LOG_FIELDS
from quenotte.register.lists.schemas import SCHEMAS
from quenotte.register.lists.storage import STORED, Kept
from quenotte.register.recipients import Recipient
from quenotte.relay import holds as relay
from quenotte.site import holds as site
from quenotte.vault import holds as vault

ROOT = Path(__file__).parents[2]
HOST = Recipient("host", "Coffre SA", "CH", "C-1", date(2026, 1, 5), hosts=("db.example",))
POST = Recipient("carriers", "Facteur SA", "CH", "C-2", date(2026, 1, 5), hosts=("mail.example",))
REASONS = re.compile(
    r'(?:raise (?:jws\.)?(?:NotSigned|Refused|NotAnswering|NotADocument)\(|said =)\s*f?"([^"]+)"'
)
ELSEWHERE = {
    "QUENOTTE_VAULT_INTERNAL_URL": "https://vault.internal.example",
    "QUENOTTE_SMTP": "smtps://user:secret@mail.example",
    "QUENOTTE_RELAY_DATABASE": "postgresql://db.example/relay",
    "QUENOTTE_SITE_INTERNAL_URL": "https://site.internal.example",
}
COMPUTER = "computer=abc; HttpOnly; Max-Age=31536000; Path=/; SameSite=Strict"
SESSION = "session=abc-_1; HttpOnly; Path=/; SameSite=Strict"


class TestCookies:
    @pytest.mark.parametrize(
        "line",
        [
            COMPUTER,
            SESSION,
            f"{COMPUTER}; expires=Tue, 23 Nov 2027 08:00:00 GMT",
            f"__Host-{SESSION}; Secure",
            f"{SESSION}; Secure",
            'session=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Strict',
        ],
    )
    def test_the_desk_s_two_pass(self, line: str) -> None:
        cookie(line, place="desk")

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(SESSION.replace("session", "theme"), id="another name"),
            pytest.param(f"{SESSION}; Max-Age=999", id="a session that lasts"),
            pytest.param(f"{SESSION}; Expires=Tue, 23 Nov 2027 08:00:00 GMT", id="until a day"),
            pytest.param(COMPUTER.replace("31536000", "63072000"), id="two years"),
            pytest.param(COMPUTER.replace("Max-Age=31536000; ", ""), id="no lifetime"),
            pytest.param(SESSION.replace("HttpOnly; ", ""), id="read by scripts"),
            pytest.param(SESSION.replace("Strict", "None"), id="sent from elsewhere"),
            pytest.param(SESSION.replace("Path=/", "Path=/v1"), id="another path"),
            pytest.param(f"{SESSION}; Domain=mast.example", id="a domain"),
            pytest.param(f"{SESSION}; Partitioned", id="an attribute that we do not use"),
            pytest.param(f"__Host-{SESSION}", id="the prefix without Secure"),
            pytest.param(SESSION.replace("abc-_1", "Rochat Lea"), id="words"),
            pytest.param(SESSION.replace("abc-_1", "a" * 87), id="more than a token"),
        ],
    )
    def test_no_other_does(self, line: str) -> None:
        with pytest.raises(Undeclared, match=line.partition("=")[0]):
            cookie(line, place="desk")

    @pytest.mark.claim("P28")
    @pytest.mark.parametrize("line", [COMPUTER, SESSION])
    def test_public_pages_set_none(self, line: str) -> None:
        with pytest.raises(Undeclared, match="on the public pages the cookie"):
            cookie(line, place="public")

    def test_they_are_what_the_crawl_expects(self) -> None:
        assert doorways.stored("desk", Kept.COOKIE) == {"computer", "session", "factor"}
        assert doorways.stored("desk", Kept.LOCAL) == {"draft.", "journal."}
        nothing = set(Kept) - {Kept.COOKIE, Kept.LOCAL}
        assert {doorways.stored("desk", kind) for kind in nothing} == {frozenset()}
        assert [doorways.stored("public", kind) for kind in Kept] == [frozenset()] * 6

    def test_what_a_browser_was_found_to_keep_is_named(self) -> None:
        doorways.left({"computer"}, kind=Kept.COOKIE, place="desk")
        with pytest.raises(Undeclared, match="on the public pages the local-storage visitor"):
            doorways.left({"visitor"}, kind=Kept.LOCAL, place="public")

    def test_each_belongs_to_an_activity(self) -> None:
        assert {each.activity for each in STORED} <= set(REGISTER)


def test_an_answer_s_headers_and_cookies_are_read() -> None:
    doorways.answer([("Content-Type", "text/html"), ("Set-Cookie", SESSION)], place="desk")
    with pytest.raises(Undeclared, match="the header X-Served-For is not declared"):
        doorways.answer([("X-Served-For", "lea")], place="desk")


class TestLog:
    def test_a_declared_line_is_a_sentence_with_its_fields(self) -> None:
        assert doorways.line("months-published", {}) == ("INFO", "month keys published")
        assert doorways.line("feed-refused", {"practice": "mast", "why": "an older feed"}) == (
            "WARNING",
            "a feed was not taken, the last one stays (practice: mast, why: an older feed)",
        )

    @pytest.mark.parametrize(
        ("event", "named"),
        [("patient-came", "event patient-came"), ("clock-waits", "field clock-waits.path")],
    )
    def test_another_event_or_field_is_refused(self, event: str, named: str) -> None:
        with pytest.raises(Undeclared, match=f"the log {named} is not declared"):
            doorways.line(event, {"path": "/"})

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("practice", "/en/link?x=1"),
            ("practice", "lea@patient.example"),
            ("why", "203.0.113.9 asked"),
            ("why", "Cookie: session=abc"),
            ("why", "2001:db8::1"),
            ("why", "GET /v1/p/mast/link"),
            ("why", "Anna Muster, diabetes"),
            ("why", "Anna"),
            ("why", "the feed does not hold: Anna Muster"),
            ("why", "an older feed of Anna Muster"),
            ("why", "the vault answered 503 to Anna"),
            ("why", "it has the key Anna, which nobody declared"),
        ],
    )
    def test_no_header_address_or_path_is_printed(self, field: str, value: str) -> None:
        _, text = doorways.line("feed-refused", {field: value})
        assert text.endswith(f"({field}: (not printed))")

    def test_every_field_has_a_form(self) -> None:
        used = {field for each in LOG.values() for field in each.fields}
        assert used == set(LOG_FIELDS)

    def test_every_reason_that_we_raise_can_be_printed(self) -> None:
        """Else the log would say only that it says nothing."""
        found = 0
        for path in (
            "base/jws.py",
            "base/feed.py",
            "register/derived/published.py",
            "relay/vault.py",
            "site/facts/vault_feed.py",
            "site/privacy/services.py",
            "site/worker.py",
            "vault/feeds/services.py",
            "vault/worker.py",
        ):
            source = (ROOT / "src" / "quenotte" / path).read_text()
            for reason in REASONS.findall(source):
                plain = re.sub(r"{\w+\.(status|number)}", "503", reason)
                plain = plain.replace("{key}", "heart").replace("{why}", "another feed")
                text = doorways.line("feed-refused", {"why": plain})[1]
                assert plain in text
                found += 1
        assert found > 30


class TestOutbound:
    def test_a_plane_calls_the_other_its_database_and_its_carriers(self) -> None:
        assert doorways.outbound("relay", ELSEWHERE, [HOST, POST]) == {
            ("vault.internal.example", 443),
            ("mail.example", 465),
            ("db.example", 5432),
        }

    @pytest.mark.claim("P35b")
    @pytest.mark.parametrize(
        ("recipients", "said"),
        [
            pytest.param([HOST], "QUENOTTE_SMTP calls mail.example, .* entry carriers", id="none"),
            pytest.param([HOST, replace(POST, hosts=())], "QUENOTTE_SMTP calls", id="no-host"),
            pytest.param([HOST, replace(POST, hosts=("example",))], "QUENOTTE_SMTP", id="another"),
            pytest.param(
                [HOST, replace(POST, hosts=("mail.example:25",))], "QUENOTTE_SMTP", id="its-port"
            ),
            pytest.param([HOST, replace(POST, role="publisher")], "QUENOTTE_SMTP", id="its-role"),
            pytest.param(
                [POST], "QUENOTTE_RELAY_DATABASE calls db.example, .* host", id="database"
            ),
        ],
    )
    def test_a_mail_server_or_database_that_nobody_answers_for_is_refused(
        self, recipients: list[Recipient], said: str
    ) -> None:
        with pytest.raises(Undeclarable, match=said):
            doorways.outbound("relay", ELSEWHERE, recipients)

    def test_a_host_is_named_with_or_without_its_port_in_any_case(self) -> None:
        for host in ("mail.example:465", "MAIL.example"):
            assert doorways.outbound("relay", ELSEWHERE, [HOST, replace(POST, hosts=(host,))])

    @pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "mail.localhost"])
    def test_this_machine_is_no_recipient(self, host: str) -> None:
        settings = {"QUENOTTE_SMTP": f"smtp://{host}:2525"}
        assert (host.strip("[]"), 2525) in doorways.outbound("relay", settings)

    def test_a_name_of_this_machine_is_called_on_its_port_alone(self) -> None:
        settings = {"QUENOTTE_SITE_INTERNAL_URL": "http://site.localhost:8000"}
        assert doorways.outbound("vault", settings) == {
            ("site.localhost", 8000),
            ("127.0.0.1", 8000),
            ("::1", 8000),
        }

    def test_a_file_is_no_host(self) -> None:
        for url in (
            "sqlite:////var/lib/quenotte/site.sqlite3",
            "postgresql:///quenotte_site",
            "postgresql://%2Frun%2Fpostgresql/quenotte_site",
        ):
            assert doorways.outbound("site", {"QUENOTTE_SITE_DATABASE": url}) == frozenset()


class TestAudience:
    @pytest.mark.claim("P8")
    def test_there_are_five_measures_each_with_an_owner_and_a_review(self) -> None:
        assert set(EVENTS) == {"visit", "page", "time", "place", "action"}
        for each in EVENTS.values():
            assert each.owner
            assert each.review.year <= 2027

    @pytest.mark.claim("P8")
    def test_a_sixth_or_another_property_is_refused(self) -> None:
        with pytest.raises(Undeclared, match="the audience event scroll is not declared"):
            doorways.event("scroll")
        with pytest.raises(Undeclared, match=r"the property page\.visitor is not declared"):
            doorways.event("page", visitor="4711")

    def test_a_declared_event_passes(self) -> None:
        assert doorways.event("time", seconds=30) == {"event": "time", "seconds": 30}


class TestShapes:
    @pytest.mark.parametrize(
        ("schema", "value", "key"),
        [
            ("public-card", {"slug": "mast", "insurer": "x"}, "public-card.insurer"),
            (
                "public-card",
                {"controllers": [{"name": "x"}, {"patients": 9}]},
                "public-card.controllers.patients",
            ),
            ("vault-feed", {"hours": [{"visits": 3}]}, "vault-feed.hours.visits"),
            ("vault-feed", {"types": [{"names": {"xx": "y"}}]}, "vault-feed.types.names.xx"),
            ("manifest", {"/": {"visitor": 1}}, "manifest.*.visitor"),
            ("manifest", {"/": {"headers": {"X-Id": "1"}}}, "manifest.*.headers.X-Id"),
            ("months", {"2026-11": "age1", "lea": "x"}, "months.lea"),
            ("public-card", {"name": {"patient": "Léa"}}, "public-card.name.patient"),
            ("public-card", {"languages": [["fr", {"heart": "yes"}]]}, "languages.heart"),
            ("public-card", {"name": {}}, "public-card.name"),
            ("public-card", [[{"heart": "yes"}]], "public-card.heart"),
            ("vault-feed", {"hours": [[[{"visits": 3}]]]}, "vault-feed.hours.visits"),
        ],
    )
    def test_a_key_that_nobody_declared_is_named(
        self, schema: str, value: dict[str, object], key: str
    ) -> None:
        with pytest.raises(
            Undeclared, match=rf"the JSON key [\w.-]*{re.escape(key)} is not declared"
        ):
            shapes.payload(schema, value)

    @pytest.mark.parametrize(
        "value", ["Léa", {"controllers": "Léa"}, {"controllers": [["Léa"]]}, [7]]
    )
    def test_words_in_place_of_an_object_are_refused(self, value: object) -> None:
        with pytest.raises(Undeclared, match=r"in place of an object, public-card[\w.]* is not"):
            shapes.payload("public-card", value)

    def test_what_is_declared_comes_back(self) -> None:
        value = {"open": True, "policy": None, "types": [{"names": {"fr": "Contrôle"}}]}
        assert shapes.payload("vault-feed", value) is value

    @pytest.mark.parametrize(
        ("field", "name"),
        [
            ('<input name="insurer">', "insurer"),
            ('<input type="hidden" name="type" value="{{ type }}">', "hidden type"),
            ('<input type="hidden" name="{{ name }}">', r"hidden \{\}"),
            ('<select id="doctor"></select>', "doctor"),
            ("<textarea></textarea>", "without a name"),
            ('<label data-field="pet"><input></label>', "pet"),
            ('<button name="consent" value="yes">', "consent"),
            ('<template><input data-slot="born"></template>', "born"),
        ],
    )
    def test_a_field_that_nobody_declared_is_named(self, field: str, name: str) -> None:
        with pytest.raises(Undeclared, match=f"the page's input {name} is not declared"):
            shapes.controls(f"<form>{field}</form>", REGISTER)

    @pytest.mark.parametrize(
        "field",
        [
            '<input id="appointment-email">',
            '<input type="checkbox" name="questionnaire-heart_which">',
            '<button type="submit">Send</button>',
            '<input name="{{ name }}">',
            '<input {{ said }} type="{{ "email" if mail }}">',
        ],
    )
    def test_the_forms_own_and_what_a_template_computes_pass(self, field: str) -> None:
        shapes.controls(f'<form><p data-field="{{{{ name }}}}">{field}</p></form>', REGISTER)


BINDINGS = [*vault.BINDINGS.items(), *site.BINDINGS.items(), *relay.BINDINGS.items()]


def test_every_schema_is_written_somewhere_and_used() -> None:
    used = {binding.schema for _, binding in BINDINGS if binding.schema}
    feeds = {"site-feed"}  # passes from plane to plane and lies nowhere
    assert used | feeds == set(SCHEMAS)
    for schema, place in SCHEMAS.items():
        path, _, name = place.partition(", ")
        source = (ROOT / ("" if path.startswith("docs/") else "src") / path).read_text()
        assert name in source or f'"{schema}"' in source
