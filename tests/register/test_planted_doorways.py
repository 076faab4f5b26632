"""Each doorway lets through what is declared, and that alone."""

import importlib
import re
from pathlib import Path

import pytest

from quenotte.base.declared import Undeclared
from quenotte.register import REGISTER, doorways, shapes
from quenotte.register.doorways import cookie
from quenotte.register.gate import Binding
from quenotte.register.lists.audience import EVENTS
from quenotte.register.lists.log import LOG, LOG_FIELDS
from quenotte.register.lists.payloads import PAYLOADS
from quenotte.register.lists.storage import STORED, Kept
from quenotte.relay import holds as relay
from quenotte.site import holds as site
from quenotte.vault import holds as vault

ROOT = Path(__file__).parents[2]
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
        assert doorways.stored("desk", Kept.COOKIE) == {"computer", "session"}
        assert [doorways.stored("desk", kind) for kind in Kept if kind is not Kept.COOKIE] == [
            frozenset()
        ] * 5
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
            "relay/vault.py",
            "site/facts/vault_feed.py",
            "site/privacy/services.py",
            "vault/feeds/services.py",
        ):
            source = (ROOT / "src" / "quenotte" / path).read_text()
            for reason in re.findall(r'raise [\w.]+\(\s*f?"([^"]+)"', source):
                plain = re.sub(r"{\w+\.(status|number)}", "503", reason)
                plain = re.sub(r"{[\w.]+}", "the feed", plain)
                text = doorways.line("feed-refused", {"why": plain})[1]
                assert plain in text
                found += 1
        assert found > 15


class TestOutbound:
    def test_a_plane_calls_the_other_its_database_and_its_carriers(self) -> None:
        settings = {
            "QUENOTTE_VAULT_INTERNAL_URL": "https://vault.internal.example",
            "QUENOTTE_SMTP": "smtps://user:secret@mail.example",
            "QUENOTTE_RELAY_DATABASE": "postgresql://db.example/relay",
            "QUENOTTE_SITE_INTERNAL_URL": "https://site.internal.example",
        }
        assert doorways.outbound("relay", settings, hosts=["sms.example", "sms.example:8443"]) == {
            ("vault.internal.example", 443),
            ("mail.example", 465),
            ("db.example", 5432),
            ("sms.example", 443),
            ("sms.example", 8443),
        }

    def test_a_name_of_this_machine_is_called_on_its_port_alone(self) -> None:
        settings = {"QUENOTTE_SITE_INTERNAL_URL": "http://site.localhost:8000"}
        assert doorways.outbound("vault", settings) == {
            ("site.localhost", 8000),
            ("127.0.0.1", 8000),
            ("::1", 8000),
        }

    def test_a_file_is_no_host(self) -> None:
        settings = {"QUENOTTE_SITE_DATABASE": "sqlite:////var/lib/quenotte/site.sqlite3"}
        assert doorways.outbound("site", settings) == frozenset()


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
        ],
    )
    def test_a_key_that_nobody_declared_is_named(
        self, schema: str, value: dict[str, object], key: str
    ) -> None:
        with pytest.raises(Undeclared, match=re.escape(f"the JSON key {key} is not declared")):
            shapes.payload(schema, value)

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


@pytest.mark.parametrize(
    ("column", "binding"), [each for each in BINDINGS if each[1].schema], ids=str
)
def test_a_schema_that_a_column_names_exists(column: str, binding: Binding) -> None:
    schema = binding.schema
    if schema in PAYLOADS:
        return
    path, _, section = schema.partition(", ")
    if path.endswith((".md", ".html")):
        [found] = [*ROOT.glob(path), *ROOT.glob(f"src/quenotte/*/*/jinja2/{path}")]
        assert section in found.read_text() or section == "compressed"
        return
    module, _, name = schema.rpartition(".")
    source = importlib.util.find_spec(module)
    assert source is not None
    assert re.search(rf"^(class|def) {name}\b", Path(source.origin or "").read_text(), re.M)
