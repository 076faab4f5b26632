"""The calls about people: who may ask them, what next door sees, and what a hostile body gets."""

import base64
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from quenotte.base import jws
from quenotte.vault import worker
from quenotte.vault.desk import services as desk_services
from quenotte.vault.desk.models import Invitation, Passkey, Session
from quenotte.vault.intake import reencryption
from quenotte.vault.intake.models import FreshCopy
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices.models import Grant, Joining, KeyCard, Member, Practice
from tests.vault.conftest import NOW, SEALED, Clock
from tests.vault.test_desk_door import HEADERS
from tests.vault.test_reencryption import ANEW, copy_of, send, told, turned
from tests.vault.turning import AGE, Pair, Turner, opened


@dataclass
class Seat:
    """Somebody at an open desk."""

    member: Member
    pair: Pair
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def __post_init__(self) -> None:
        code = desk_services.invite(
            practice=self.member.practice,
            kind=Invitation.Kind.COMPUTER,
            lasts=timedelta(days=1),
            at=NOW,
        )
        self.call("POST", "register", Authorization=f"Bearer {code}")

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method,
            f"/v1/desk/{path}",
            body if isinstance(body, bytes) else written(body),
            content_type="application/json",
            headers=HEADERS | headers,
        )

    def sign_in(self) -> "Seat":
        id = str(self.member.id)
        got = self.call("POST", "challenge", {"member": id}).json()
        said = {"challenge": got["challenge"], "member": id}
        proof = jws.sign(said, key=self.pair.key, typ="quenotte-sign-in")
        body = {"member": id, "proof": proof, "language": "fr"}
        assert self.call("POST", "sign-in", body).status_code == 200
        return self


def written(body: Any) -> str:
    return json.dumps({} if body is None else body)


@dataclass
class Cast:
    desk: Turner
    mast: Seat
    ines: Seat
    nadia: Seat
    favre: Seat

    def each(self) -> Iterator[tuple[str, Seat]]:
        yield from (("mast", self.mast), ("ines", self.ines), ("nadia", self.nadia))
        yield "favre", self.favre


@pytest.fixture
def cast(mast: Practice, favre: Practice, clock: Clock) -> Cast:
    desk, next_door = opened(mast), opened(favre)
    ines = Seat(*desk.hire("Inès R.", "ASSISTANT")).sign_in()
    nadia = Seat(*desk.hire("Nadia B.", "SECRETARY")).sign_in()
    return Cast(
        desk,
        Seat(desk.member, desk.pair).sign_in(),
        ines,
        nadia,
        Seat(next_door.member, next_door.pair).sign_in(),
    )


def invite(cast: Cast, **changes: Any) -> Any:
    body = {"name": "Maya D.", "role": "SECRETARY", "until": None} | changes
    return cast.mast.call("POST", "people/invite", body)


def comes(cast: Cast, **changes: Any) -> tuple[str, Pair, Member]:
    """Maya opens her link and makes a key."""
    made, pair = invite(cast, **changes).json(), Pair()
    maya = Member.objects.of(cast.desk.practice).get(pk=made["id"])
    got = join(made["code"], pair.own(maya))
    assert got.status_code == 201, got.content
    return got.json()["joining"], pair, maya


def join(code: str, body: Any = None) -> Any:
    path, bearer = "/v1/desk/join", HEADERS | {"Authorization": f"Bearer {code}"}
    if body is None:
        return Client().get(path, headers=bearer)
    return Client().post(path, written(body), content_type="application/json", headers=bearer)


def sealed(cast: Cast, role: str) -> list[dict[str, str]]:
    return [
        {"key": seal.key, "sealed": base64.b64encode(seal.sealed).decode()}
        for seal in cast.desk.grants(role)
    ]


NOBODY = "00000000-0000-4000-8000-000000000000"
# What each gets who is signed in, by call: Dr Mast, an assistant, a secretary; Dr Favre acts in a practice
# of his own, so what he gets is the same as Dr Mast with nothing in it.
CALLS: list[tuple[str, str, Any, tuple[int, int, int, int]]] = [
    ("GET", "people", None, (200, 200, 200, 200)),
    ("GET", "membership", None, (200, 200, 200, 200)),
    ("POST", "people/invite", {}, (422, 404, 404, 422)),
    ("DELETE", "people/invitations/999", None, (404, 404, 404, 404)),
    ("DELETE", "people/sessions/999", None, (404, 404, 404, 404)),
    ("DELETE", "people/computers/999", None, (404, 404, 404, 404)),
    ("DELETE", f"people/joining/{NOBODY}", None, (404, 404, 404, 404)),
    ("POST", "people/seat", {}, (422, 404, 404, 422)),
    ("POST", "people/admit", {}, (422, 422, 422, 422)),
    ("POST", f"people/{NOBODY}/end", {"on": None}, (404, 404, 404, 404)),
    ("POST", "turn", {}, (422, 404, 404, 422)),
    ("POST", "compromise", {}, (422, 404, 404, 422)),
    ("GET", "reseal", None, (200, 404, 404, 200)),
    ("PUT", "reseal", {}, (422, 404, 404, 422)),
    ("GET", "reseal/kept", None, (200, 404, 404, 200)),
    ("POST", "reseal/finish", {}, (422, 404, 404, 422)),
]


@pytest.mark.claim("P12")
@pytest.mark.parametrize(("method", "path", "body", "expected"), CALLS)
def test_practitioners_act_and_the_others_see_the_list(
    cast: Cast, method: str, path: str, body: Any, expected: tuple[int, ...]
) -> None:
    for (name, seat), status in zip(cast.each(), expected, strict=True):
        assert seat.call(method, path, body).status_code == status, name
        there = seat.call(method, f"{path}?practice=favre", body).status_code
        assert there == (status if name == "favre" else 404), name
    stranger = Client().generic(method, f"/v1/desk/{path}", written(body), headers=HEADERS)
    assert stranger.status_code == 401
    elsewhere = HEADERS | {"Sec-Fetch-Site": "cross-site"}
    if method != "GET":
        refused = cast.mast.client.generic(method, f"/v1/desk/{path}", b"{}", headers=elsewhere)
        assert refused.status_code == 401


@pytest.mark.claim("P12")
def test_dr_favre_sees_and_ends_nobody_of_dr_mast(cast: Cast) -> None:
    invite(cast)
    text = cast.favre.call("GET", "people").content.decode()
    for name in ("Inès", "Nadia", "Maya"):
        assert name not in text
    assert str(cast.nadia.member.id) not in text
    practice = cast.desk.practice
    session = Session.objects.of(practice).filter(member=cast.nadia.member).get()
    invited = Invitation.objects.of(practice).filter(kind=Invitation.Kind.MEMBER).get()
    computer = session.computer
    assert computer is not None
    for method, path in (
        ("DELETE", f"people/sessions/{session.pk}"),
        ("DELETE", f"people/computers/{computer.pk}"),
        ("DELETE", f"people/invitations/{invited.pk}"),
        ("POST", f"people/{cast.nadia.member.id}/end"),
    ):
        assert cast.favre.call(method, path, {"on": None}).status_code == 404
    assert cast.nadia.call("GET", "people").status_code == 200


def test_an_invitation_says_what_it_is_for_and_serves_one_key(cast: Cast) -> None:
    invited = invite(cast).json()
    code, maya = invited["code"], Member.objects.of(cast.desk.practice).get(pk=invited["id"])
    said = join(code).json()
    assert (said["practice"]["slug"], said["state"]) == ("mast", "INVITED")
    assert said["fingerprint"] == cast.desk.practice.fingerprint
    pair = Pair()
    first, again = join(code, pair.own(maya)), join(code, pair.own(maya))
    assert (first.status_code, again.json()) == (201, first.json())  # the answer was lost
    other = join(code, Pair().own(maya))
    assert (other.status_code, other.json()["refused"]["reason"]) == (409, "used")
    assert join(code).json()["state"] == "WAITING"
    assert join("another").status_code == 401


def test_a_newcomer_is_seated_and_the_link_says_so(cast: Cast) -> None:
    made, pair = invite(cast).json(), Pair()
    maya = Member.objects.of(cast.desk.practice).get(pk=made["id"])
    joining = join(made["code"], pair.own(maya)).json()["joining"]
    body = {
        "joining": joining,
        "roster": cast.desk.seated(maya, pair),
        "grants": sealed(cast, "SECRETARY"),
    }
    for seat in (cast.nadia, cast.ines, cast.favre):
        assert seat.call("POST", "people/seat", body).status_code in (404, 422)
    assert cast.mast.call("POST", "people/seat", body).status_code == 201
    assert join(made["code"]).json()["state"] == "IN"
    assert cast.mast.call("POST", "people/seat", body).status_code == 422
    members = cast.mast.call("GET", "people").json()["members"]
    assert next(each["state"] for each in members if each["name"] == "Maya D.") == "IN"


@pytest.mark.claim("P12")
def test_a_row_that_the_server_makes_up_gets_no_grant(cast: Cast) -> None:
    """A waiting row is all that a server can add: without a roster that names its pair, nothing follows."""
    joining, _, maya = comes(cast)
    servers = Pair()
    Joining.objects.of(cast.desk.practice).filter(pk=joining).update(
        recipient=servers.recipient, signing=servers.signing
    )
    # The desk seats the pair whose words it typed.
    roster = cast.desk.seated(maya, Pair())
    body = {"joining": joining, "roster": roster, "grants": sealed(cast, "SECRETARY")}
    assert cast.mast.call("POST", "people/seat", body).status_code == 409
    assert not Grant.objects.of(cast.desk.practice).filter(member=maya).exists()


def test_a_taken_back_invitation_opens_nothing(cast: Cast) -> None:
    code = invite(cast).json()["code"]
    [row] = cast.mast.call("GET", "people").json()["invitations"]
    assert cast.nadia.call("DELETE", f"people/invitations/{row['id']}").status_code == 404
    assert cast.mast.call("DELETE", f"people/invitations/{row['id']}").status_code == 204
    assert join(code).status_code == 401
    names = [each["name"] for each in cast.mast.call("GET", "people").json()["members"]]
    assert "Maya D." not in names


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": 3}, "name"),
        ({"role": "PUBLISHER"}, "role"),
        ({"role": ["SECRETARY"]}, "role"),
        ({"until": "tomorrow"}, "until"),
        ({"until": "2026-02-30"}, "until"),
        ({"until": 20261123}, "until"),
    ],
)
def test_an_invitation_that_is_none_is_refused(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    got = invite(cast, **changes)
    assert (got.status_code, got.json()["refused"]["field"]) == (422, field)


def test_forty_people_are_invited_at_once_and_no_more(cast: Cast) -> None:
    for _ in range(40):
        assert invite(cast).status_code == 201
    assert invite(cast).json()["refused"]["reason"] == "too-many"


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'"x"', b"{", b"[" * 100_000, b"\xff"])
@pytest.mark.parametrize(
    "path", ["people/invite", "people/seat", "people/admit", "turn", "compromise", "forgotten"]
)
def test_a_body_that_is_none_changes_nothing(cast: Cast, path: str, raw: bytes) -> None:
    before = Entry.objects.of(cast.desk.practice).count()
    assert cast.mast.call("POST", path, raw).status_code == 422
    assert Entry.objects.of(cast.desk.practice).count() == before


class TestForgotten:
    def asked(self, cast: Cast, **changes: Any) -> Any:
        ines = cast.ines.member
        body = {"member": str(ines.id)} | Pair().own(ines) | changes
        return cast.nadia.call("POST", "forgotten", body)

    def test_a_colleague_lets_in_again_and_what_the_former_key_opened_is_over(
        self, cast: Cast
    ) -> None:
        ines, pair = cast.ines.member, Pair()
        Passkey.objects.create(
            practice=ines.practice,
            id=uuid.uuid4(),
            member=ines,
            credential="c",
            public_key="k",
            name="Telephone",
            sealed=b"the former key",
            made_at=NOW,
        )
        mine = {"member": str(ines.id)} | pair.own(ines)
        asked = cast.nadia.call("POST", "forgotten", mine).json()
        assert cast.nadia.call("GET", f"forgotten/{asked['joining']}").json() == {"waits": True}
        assert cast.ines.call("GET", "people").status_code == 200  # nothing changed before
        body = {
            "joining": asked["joining"],
            "admission": cast.desk.admission(cast.mast.pair, ines, pair),
            "grants": sealed(cast, "ASSISTANT"),
        }
        assert cast.favre.call("POST", "people/admit", body).status_code == 422
        assert cast.nadia.call("POST", "people/admit", body).status_code == 422
        assert cast.mast.call("POST", "people/admit", body).status_code == 201
        assert cast.nadia.call("GET", f"forgotten/{asked['joining']}").json() == {"waits": False}
        assert cast.ines.call("GET", "people").status_code == 401
        assert bytes(Passkey.objects.of(ines.practice).get(member=ines).sealed) == b""

    def test_only_a_computer_of_the_practice_asks(self, cast: Cast) -> None:
        body = {"member": str(cast.ines.member.id)} | Pair().own(cast.ines.member)
        got = Client().post(
            "/v1/desk/forgotten", written(body), content_type="application/json", headers=HEADERS
        )
        assert got.status_code == 401
        assert cast.favre.call("POST", "forgotten", body).status_code == 422
        assert Client().get("/v1/desk/forgotten", headers=HEADERS).status_code == 401
        assert not Joining.objects.of(cast.desk.practice).exists()

    def test_next_door_does_not_learn_whether_somebody_waits(self, cast: Cast) -> None:
        joining = self.asked(cast).json()["joining"]
        assert cast.favre.call("GET", f"forgotten/{joining}").json() == {"waits": False}

    @pytest.mark.claim("P12")
    def test_nobody_puts_another_pair_in_the_place_of_the_one_that_waits(self, cast: Cast) -> None:
        ines, pair = cast.ines.member, Pair()
        body = {"member": str(ines.id)} | pair.own(ines)
        first = cast.nadia.call("POST", "forgotten", body).json()
        other = {"member": str(ines.id)} | Pair().own(ines)
        for seat, joining in ((cast.mast, None), (cast.nadia, first["joining"])):
            got = seat.call("POST", "forgotten", other)
            assert got.status_code == 409
            refused = {"field": "member", "reason": "used"}
            assert got.json() == {"refused": refused, "joining": joining}
        again = cast.nadia.call("POST", "forgotten", body)  # the answer was lost
        assert (again.status_code, again.json()) == (201, first)
        waiting = Joining.objects.of(cast.desk.practice).get()
        assert waiting.recipient == pair.recipient

    def test_the_computer_that_asked_takes_it_back(self, cast: Cast) -> None:
        joining = self.asked(cast).json()["joining"]
        for seat in (cast.favre, cast.ines, cast.mast):
            assert seat.call("DELETE", f"forgotten/{joining}").status_code == 404
        assert cast.nadia.call("DELETE", f"forgotten/{joining}").status_code == 204
        assert cast.nadia.call("DELETE", f"forgotten/{joining}").status_code == 404
        assert self.asked(cast).status_code == 201

    def test_a_practitioner_or_whose_place_it_is_drops_it(self, cast: Cast) -> None:
        for seat in (cast.mast, cast.ines):
            joining = self.asked(cast).json()["joining"]
            for other in (cast.nadia, cast.favre):
                assert other.call("DELETE", f"people/joining/{joining}").status_code == 404
            assert seat.call("DELETE", f"people/joining/{joining}").status_code == 204
            assert not Joining.objects.of(cast.desk.practice).exists()
        assert cast.ines.call("GET", "people").status_code == 200  # nothing of hers changed
        rows = Entry.objects.of(cast.desk.practice)
        assert rows.filter(what=f"member/{cast.ines.member.id}/dropped").count() == 2

    def test_a_newcomer_s_goes_with_the_invitation(self, cast: Cast) -> None:
        """Whoever made it has the link: it is for nobody any more."""
        made = invite(cast).json()
        maya = Member.objects.of(cast.desk.practice).get(pk=made["id"])
        joining = join(made["code"], Pair().own(maya)).json()["joining"]
        assert cast.nadia.call("DELETE", f"people/joining/{joining}").status_code == 404
        assert cast.mast.call("DELETE", f"people/joining/{joining}").status_code == 204
        assert join(made["code"]).status_code == 401
        names = [each["name"] for each in cast.mast.call("GET", "people").json()["members"]]
        assert "Maya D." not in names

    @pytest.mark.parametrize(
        "changes",
        [
            {"member": NOBODY},
            {"member": "x"},
            {"member": None},
            {"sealed_key": None, "mine": None},
            {"sealed_key": AGE},
            {"signing": {}},
        ],
    )
    def test_a_pair_that_is_none_does_not_wait(self, cast: Cast, changes: dict[str, Any]) -> None:
        assert self.asked(cast, **changes).status_code == 422
        assert not Joining.objects.of(cast.desk.practice).exists()


class TestOneKeyForTwoPractices:
    def test_whoever_is_signed_in_next_door_brings_the_same_key(self, cast: Cast) -> None:
        code = invite(cast).json()["code"]
        pair = cast.favre.pair
        nothing = {"sealed_key": None, "mine": None, "proof": None}
        body = {"recipient": pair.recipient, "signing": pair.signing} | nothing
        bearer = {"Authorization": f"Bearer {code}"}
        assert join(code, body).status_code == 422  # nobody is signed in with it
        stranger = Pair()
        other = {"recipient": stranger.recipient, "signing": stranger.signing} | nothing
        assert cast.favre.call("POST", "join", other, **bearer).status_code == 422
        assert cast.favre.call("POST", "join", body, **bearer).status_code == 201


class TestLeaving:
    def test_every_open_page_of_the_leaver_gets_no_further(self, cast: Cast) -> None:
        id = cast.nadia.member.id
        assert cast.ines.call("POST", f"people/{id}/end", {"on": None}).status_code == 404
        got = cast.mast.call("POST", f"people/{id}/end", {"on": None})
        assert got.json()["left_at"] == "2026-11-23T07:00:00Z"
        for path in ("people", "day", "membership", "factors"):
            assert cast.nadia.call("GET", path).status_code == 401

    @pytest.mark.claim("P12")
    def test_their_own_computer_asks_for_no_colleague_s_key_any_more(self, cast: Cast) -> None:
        id, computers = str(cast.nadia.member.id), "computers"
        shown = cast.mast.call("GET", "people").json()[computers]
        assert [each["goes_with"] for each in shown].count(id) == 1  # the page says so before
        cast.mast.call("POST", f"people/{id}/end", {"on": None})
        assert cast.nadia.call("GET", "door").json()["registered"] is False
        asked = cast.nadia.call("POST", "challenge", {"member": str(cast.mast.member.id)})
        assert asked.status_code == 401
        body = {"member": str(cast.mast.member.id)} | Pair().own(cast.mast.member)
        assert cast.nadia.call("POST", "forgotten", body).status_code == 401
        assert cast.ines.call("GET", "door").json()["registered"] is True

    @pytest.mark.claim("P12")
    def test_the_clock_ends_whose_last_day_is_over(self, cast: Cast, clock: Clock) -> None:
        id = cast.nadia.member.id
        body = {"on": "2026-11-23"}
        assert cast.mast.call("POST", f"people/{id}/end", body).json() == {"left_at": None}
        assert cast.nadia.call("GET", "people").status_code == 200
        clock.at += timedelta(days=1)
        worker.tick(at=clock.at)
        cast.nadia.member.refresh_from_db()
        assert cast.nadia.member.left_at == clock.at

    @pytest.mark.parametrize("on", ["x", "2026-02-30", 7, ["2026-11-23"], "2026-11-23T00:00"])
    def test_a_day_that_is_none_ends_nobody(self, cast: Cast, on: object) -> None:
        id = cast.nadia.member.id
        assert cast.mast.call("POST", f"people/{id}/end", {"on": on}).status_code == 422
        assert cast.nadia.call("GET", "people").status_code == 200

    def test_two_turns_at_once_one_is_told(self, cast: Cast) -> None:
        tab = cast.desk.twin()
        mine, theirs = cast.desk.turn(), tab.turn()
        assert cast.mast.call("POST", "turn", mine).status_code == 201
        got = cast.mast.call("POST", "turn", theirs)
        assert (got.status_code, got.json()["refused"]["reason"]) == (409, "changed")
        assert KeyCard.objects.of(cast.desk.practice).count() == 2

    def test_an_open_desk_reads_anew_what_was_turned(self, cast: Cast) -> None:
        assert cast.mast.call("POST", "turn", cast.desk.turn()).status_code == 201
        said = cast.nadia.call("GET", "membership?language=de").json()
        assert {each["key"] for each in said["grants"]} >= {"desk/1", "desk/2"}
        assert said["member"]["id"] == str(cast.nadia.member.id)


class TestReencryption:
    @pytest.fixture
    def compromised(self, cast: Cast) -> Practice:
        mast = cast.desk.practice
        for _ in range(3):
            send(mast)
        turned(mast, care="care/2")
        got = cast.mast.call("POST", "compromise", {"classes": ["care"]})
        assert got.json() == {"keys": ["care/1"], "left": 3}
        return mast

    def body(self, practice: Practice) -> list[dict[str, str]]:
        return [
            {
                "activity": one.activity,
                "id": str(one.id),
                "part": one.part,
                "sha256": one.of,
                "key": one.key,
                "age": base64.b64encode(one.sealed).decode(),
            }
            for one in map(copy_of, reencryption.waiting(practice))
        ]

    @pytest.mark.claim("P12")
    def test_goes_from_one_sitting_to_the_next(self, cast: Cast, compromised: Practice) -> None:
        copies = [copy_of(part) for part in reencryption.waiting(compromised)]
        some, others = self.body(compromised)[:1], self.body(compromised)[1:]
        assert cast.mast.call("PUT", "reseal", {"envelopes": some}).json() == {"kept": 1, "left": 2}
        left = cast.mast.call("GET", "reseal?most=1").json()
        assert (left["left"], left["kept"], len(left["envelopes"])) == (2, 1, 1)
        [kept] = cast.mast.call("GET", "reseal/kept").json()["envelopes"]
        assert base64.b64decode(kept["age"]) == SEALED
        assert kept["copy"] == {"key": "care/2", "age": base64.b64encode(ANEW).decode()}
        early = {"count": 3, "digest": told(copies)}
        assert cast.mast.call("POST", "reseal/finish", early).status_code == 409
        cast.mast.call("PUT", "reseal", {"envelopes": others})
        assert cast.mast.call("POST", "reseal/finish", early).json() == {"done": 3}
        assert not FreshCopy.objects.of(compromised).exists()

    def test_nothing_of_it_goes_next_door(self, cast: Cast, compromised: Practice) -> None:
        assert cast.favre.call("GET", "reseal").json()["envelopes"] == []
        assert cast.favre.call("GET", "reseal/kept").json()["envelopes"] == []
        got = cast.favre.call("PUT", "reseal", {"envelopes": self.body(compromised)})
        assert got.json()["kept"] == 0

    @pytest.mark.parametrize(
        "envelopes",
        [
            None,
            {},
            [{}],
            [None],
            [{"activity": "questionnaire", "id": "x"}],
            [{}] * 201,
        ],
    )
    def test_copies_that_are_none_are_refused(
        self, cast: Cast, compromised: Practice, envelopes: object
    ) -> None:
        got = cast.mast.call("PUT", "reseal", {"envelopes": envelopes})
        assert (got.status_code, got.json()["refused"]["field"]) == (422, "envelopes")

    @pytest.mark.parametrize("query", ["reseal?most=x", "reseal/kept?after=x"])
    def test_a_number_that_is_none_is_refused(self, cast: Cast, query: str) -> None:
        assert cast.mast.call("GET", query).status_code == 422
