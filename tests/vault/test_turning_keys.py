"""Keys are published in one way only, whole, and for exactly those whom the roster names."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from quenotte.base import jws, succession
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices import keys, leaving, people, successions
from quenotte.vault.practices.models import (
    Admission,
    Grant,
    KeyCard,
    Member,
    Practice,
    Roster,
    SheetSeal,
)
from quenotte.vault.practices.statements import Changed, Refused
from tests.vault.conftest import NOW, Browser, Lea
from tests.vault.turning import AGE, Pair, Turner, keys_of, opened, recipient

ALL = ("care", "desk", "rights")
ROOT = Path(keys.__file__).parents[2]


@pytest.fixture
def desk(mast: Practice) -> Turner:
    return opened(mast)


def test_one_function_alone_makes_a_key_card() -> None:
    makes = re.compile(r"KeyCard(\.objects)?[^\n]*\.?(create|bulk_create|save)\(|\bKeyCard\(")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if makes.search(path.read_text()) and "migrations" not in path.parts
    }
    assert found == {"vault/practices/keys.py", "vault/practices/models.py"}
    assert len(makes.findall((ROOT / "vault/practices/keys.py").read_text())) == 1


def test_set_up_is_the_first_turn(desk: Turner, mast: Practice) -> None:
    mast.refresh_from_db()
    assert mast.is_open()
    assert mast.proved_at == NOW
    assert Roster.objects.of(mast).get().number == 1
    assert keys_of(desk.member) == [
        *("cards/care/1", "cards/desk/1", "care/1", "desk/1", "rights/1", "signing")
    ]
    assert Entry.objects.of(mast).filter(what="keys/first/1", who=desk.member.id).exists()


@pytest.mark.claim("P11")
def test_who_leaves_gets_none_of_the_new_keys(desk: Turner, mast: Practice) -> None:
    ines, _ = desk.hire("Inès R.", "ASSISTANT")
    nadia, _ = desk.hire("Nadia B.", "SECRETARY")
    assert keys_of(nadia) == ["cards/desk/1", "desk/1"]
    leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
    assert keys_of(nadia) == []
    del desk.seats[str(nadia.id)]
    published = desk.keep(desk.turn("left"))
    assert published.keys == {"care": "care/1", "desk": "desk/2", "rights": "rights/1"}
    assert keys_of(nadia) == []
    assert keys_of(ines) == [
        *("cards/care/1", "cards/desk/1", "cards/desk/2", "care/1", "desk/1", "desk/2")
    ]
    on_sheet = SheetSeal.objects.of(mast).values_list("key", flat=True)
    assert {"cards/desk/2", "desk/1", "desk/2"} <= set(on_sheet)


def test_who_still_stands_in_the_roster_after_leaving_stops_the_turn(desk: Turner) -> None:
    nadia, _ = desk.hire("Nadia B.", "SECRETARY")
    leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
    with pytest.raises(Refused, match=r"Nadia B\., who does not work here"):
        desk.keep(desk.turn("left"))


def test_of_two_turns_at_once_one_wins_and_the_other_is_told(desk: Turner) -> None:
    tab = desk.twin()
    one, other = desk.turn("left"), tab.turn("compromised", classes=("care",))
    desk.keep(one)
    with pytest.raises(Changed):
        tab.keep(other)
    assert KeyCard.objects.of(desk.practice).count() == 2


def test_a_colleague_who_was_let_in_meanwhile_is_not_forgotten(desk: Turner) -> None:
    tab = desk.twin()
    desk.hire("Nadia B.", "SECRETARY")
    with pytest.raises(Changed):
        tab.keep(tab.turn("left"))
    assert KeyCard.objects.of(desk.practice).count() == 1


def test_a_colleague_who_was_admitted_again_meanwhile_is_not_forgotten(desk: Turner) -> None:
    nadia, _ = desk.hire("Nadia B.", "SECRETARY")
    tab, pair = desk.twin(), Pair()
    people.admit(
        practice=desk.practice,
        by=desk.member,
        joining=str(desk.ask(nadia, pair).id),
        made=desk.admission(desk.pair, nadia, pair),
        grants=desk.grants("SECRETARY"),
        at=NOW,
    )
    with pytest.raises(Changed):
        tab.keep(tab.turn("left"))
    tab.seats[str(nadia.id)] = tab.seat(nadia, pair)
    tab.serial, tab.epochs["desk"] = 1, 1
    tab.keep(tab.turn("left"))
    assert keys_of(nadia) == ["cards/desk/1", "cards/desk/2", "desk/1", "desk/2"]
    assert not Admission.objects.of(desk.practice).exists()


@pytest.mark.claim("P37")
@pytest.mark.parametrize("by", ["key", "sheet"])
def test_the_signing_key_is_handed_over(desk: Turner, mast: Practice, by: str) -> None:
    first = mast_fingerprint(mast)
    token = desk.succeed(by=by)
    desk.keep(desk.turn("handed-over", classes=(), succession=token, sheets=True))
    mast.refresh_from_db()
    assert mast.fingerprint != first
    assert successions.fingerprints(mast) == (first, mast.fingerprint)
    walked = succession.walk(first, successions.tokens(mast), practice="mast")
    assert walked == (first, mast.fingerprint)
    second = desk.succeed()
    desk.keep(desk.turn("handed-over", classes=(), succession=second))
    mast.refresh_from_db()
    assert successions.fingerprints(mast)[0] == first
    assert len(successions.fingerprints(mast)) == 3


def mast_fingerprint(mast: Practice) -> str:
    mast.refresh_from_db()
    return mast.fingerprint


def test_a_key_that_signed_before_does_not_come_back(desk: Turner) -> None:
    former = desk.signing
    desk.keep(desk.turn("handed-over", classes=(), succession=desk.succeed()))
    desk_signing = desk.signing
    token = desk.succeed(to=jws.fingerprint(jws.public(former)))
    desk.signing = former
    with pytest.raises(Refused, match="does not come back"):
        desk.keep(desk.turn("handed-over", classes=(), succession=token))
    assert jws.fingerprint(jws.public(desk_signing)) == mast_fingerprint(desk.practice)


@pytest.mark.claim("P11")
@pytest.mark.parametrize("by", ["key", "sheet"])
def test_a_sheet_that_was_replaced_endorses_nobody(desk: Turner, by: str) -> None:
    """The former signing key lay under it, too."""
    thief = desk.twin()
    desk.keep(desk.turn("new-sheets", classes=ALL, sheets=True, succession=desk.succeed()))
    token = thief.succeed(by=by)
    desk.signing = thief.signing
    with pytest.raises(Refused, match="names other keys than the practice's"):
        desk.keep(desk.turn("handed-over", classes=(), succession=token))


def test_a_succession_is_under_the_newest_key_card(desk: Turner) -> None:
    old = desk.card
    desk.keep(desk.turn("left"))
    with pytest.raises(Refused, match="under the newest key card"):
        desk.keep(desk.turn("handed-over", classes=(), succession=desk.succeed(under=old)))


def test_new_sheets_carry_all_that_the_former_did(desk: Turner, mast: Practice) -> None:
    desk.keep(desk.turn("compromised", classes=("care", "desk", "rights")))
    before = set(SheetSeal.objects.of(mast).values_list("key", flat=True))
    body = desk.turn("new-sheets", classes=ALL, sheets=True, succession=desk.succeed())
    lacking = body | {"sheet": [each for each in body["sheet"] if each["key"] != "care/1"]}
    with pytest.raises(Refused, match="does not carry exactly"):
        desk.keep(lacking)
    with pytest.raises(Refused, match="not proven"):
        desk.keep(body | {"proof": desk.prove(body["card"], by=jws.new_key())})
    with pytest.raises(Refused, match="is not whole"):
        desk.keep(body | {"proof": None})
    desk.keep(body)
    assert set(SheetSeal.objects.of(mast).values_list("key", flat=True)) > before


def _nobody_signs(desk: Turner) -> dict[str, Any]:
    desk.seats[str(desk.member.id)]["role"] = "SECRETARY"
    return desk.turn()


def _epoch(desk: Turner, epoch: int) -> dict[str, Any]:
    desk.epochs["desk"] = epoch - 1
    return desk.turn()


def _same_key(desk: Turner) -> dict[str, Any]:
    same = desk.recipients["desk"]
    body = desk.turn()
    desk.recipients["desk"] = same
    return body | {"card": desk.sign_card()}


def _more(desk: Turner, name: str, **more: Any) -> dict[str, Any]:
    body = desk.turn()
    one = {"key": more["key"], "sealed": AGE}
    if name == "grants":
        one["member"] = more.get("member", str(desk.member.id))
    return body | {name: [*body[name], one]}


def _in_clear(desk: Turner, name: str) -> dict[str, Any]:
    body = desk.turn()
    return body | {name: [each | {"sealed": "QUdFLVNFQ1JFVA=="} for each in body[name]]}


def _proof(desk: Turner) -> dict[str, Any]:
    return desk.turn(proof=desk.prove(desk.card))


def _succession(desk: Turner, **changes: Any) -> dict[str, Any]:
    token = desk.succeed(**changes)
    return desk.turn("handed-over", succession=token)


def _unendorsed(desk: Turner) -> dict[str, Any]:
    desk.signing = jws.new_key()
    return desk.turn()


BROKEN: dict[tuple[str, str], Callable[[Turner], dict[str, Any]]] = {
    ("a card by another key", "signed by another key"): lambda desk: desk.turn(
        card={"signer": jws.new_key()}
    ),
    ("a card of Dr Favre", "another practice's"): lambda desk: desk.turn(
        card={"practice": "favre"}
    ),
    ("a card that skips a number", "does not follow"): lambda desk: desk.turn(card={"serial": 3}),
    ("a card of another version", "not whole"): lambda desk: desk.turn(card={"v": True}),
    ("a card from another time", "clock right"): lambda desk: desk.turn(
        card={"issued": "2026-11-24T07:00:00Z"}
    ),
    ("a card older than the one before", "clock right"): lambda desk: desk.turn(
        card={"issued": "2026-11-22T07:00:00Z"}
    ),
    ("another relay", "another relay"): lambda desk: desk.turn(card={"relay": "r" * 43}),
    ("an epoch too many", "neither stays"): lambda desk: _epoch(desk, 3),
    ("the same key under a new number", "neither stays"): _same_key,
    ("a roster by another key", "roster is signed by another"): lambda desk: desk.turn(
        roster={"signer": jws.new_key()}
    ),
    ("a roster of Dr Favre", "roster is another practice's"): lambda desk: desk.turn(
        roster={"practice": "favre"}
    ),
    ("a roster that skips a number", "roster does not follow"): lambda desk: desk.turn(
        roster={"number": 5}
    ),
    ("a roster without anybody", "leaves out Dr Mast"): lambda desk: desk.turn(
        roster={"members": []}
    ),
    ("a roster with another sheet", "same recovery sheet"): lambda desk: desk.turn(
        roster={"sheet": recipient()}
    ),
    ("a roster that forgets a list cards' key", "as they are"): lambda desk: desk.turn(
        roster={"cards": {}}
    ),
    ("a roster that changes a list cards' key", "as they are"): lambda desk: desk.turn(
        roster={
            "cards": {key: "x" * 42 + str(n) for n, key in enumerate(desk.cards)}
            | {"cards/desk/2": "y" * 43}
        }
    ),
    ("two list cards' keys that are one", "named twice"): lambda desk: desk.turn(
        roster={"cards": desk.cards | {"cards/desk/2": desk.cards["cards/desk/1"]}}
    ),
    ("a roster whom nobody signs for", "nobody who could sign"): _nobody_signs,
    ("no grants", "exactly those"): lambda desk: desk.turn(grants=[]),
    ("a grant too many", "exactly those"): lambda desk: _more(desk, "grants", key="signing"),
    ("a grant twice", "exactly those"): lambda desk: _more(desk, "grants", key="desk/2"),
    ("a grant to a stranger", "exactly those"): lambda desk: _more(
        desk, "grants", key="desk/2", member="00000000-0000-4000-8000-0000000000ff"
    ),
    ("a grant in clear", "is not sealed"): lambda desk: _in_clear(desk, "grants"),
    ("nothing for the sheet", "does not carry exactly"): lambda desk: desk.turn(sheet=[]),
    ("a sheet in clear", "is not sealed"): lambda desk: _in_clear(desk, "sheet"),
    ("more for the sheet", "does not carry exactly"): lambda desk: _more(
        desk, "sheet", key="care/1"
    ),
    ("a proof of another card", "proven for another"): _proof,
    ("a first turn again", "set up already"): lambda desk: desk.turn(why="first"),
    ("a word that does not fit", "does not do what it says"): lambda desk: desk.turn("new-sheets"),
    ("keys that lay under a former sheet", "does not do what it says"): lambda desk: desk.turn(
        "new-sheets", classes=("care",), sheets=True, succession=desk.succeed()
    ),
    ("a signature that lay there", "does not do what it says"): lambda desk: desk.turn(
        "new-sheets", classes=ALL, sheets=True
    ),
    ("a leaver without new keys", "does not do what it says"): lambda desk: desk.turn(
        "left", classes=()
    ),
    ("a succession that is none", "not a signature"): lambda desk: desk.turn(succession="x.y.z"),
    ("a succession by nobody", "names no signer"): lambda desk: _succession(desk, by="nobody"),
    ("a succession from elsewhere", "from one key to another"): lambda desk: _succession(
        desk, **{"from": "f" * 43}
    ),
    ("a succession to another key", "names other keys"): lambda desk: _succession(
        desk, to="t" * 43
    ),
    ("a succession without a card", "names no key card"): lambda desk: _succession(
        desk, under=None
    ),
    ("a succession without a date", "has no date"): lambda desk: _succession(
        desk, issued="2026-13-40T00:00:00Z"
    ),
    ("a signing key without succession", "signed by another key"): _unendorsed,
}


@pytest.mark.claim("P12")
@pytest.mark.parametrize(
    ("words", "broken"),
    [pytest.param(words, broken, id=name) for (name, words), broken in BROKEN.items()],
)
def test_nothing_is_published_that_is_not_whole(
    desk: Turner, words: str, broken: Callable[[Turner], dict[str, Any]]
) -> None:
    body = broken(desk)
    before = mast_fingerprint(desk.practice), Grant.objects.of(desk.practice).count()
    with pytest.raises(Refused, match=words):
        desk.keep(body)
    assert KeyCard.objects.of(desk.practice).count() == 1
    assert Roster.objects.of(desk.practice).count() == 1
    assert before == (mast_fingerprint(desk.practice), Grant.objects.of(desk.practice).count())


def test_only_a_practitioner_of_this_practice_turns_keys(desk: Turner, favre: Practice) -> None:
    ines, _ = desk.hire("Inès R.", "ASSISTANT")
    other = Member.objects.create(
        practice=favre,
        id="00000000-0000-4000-8000-0000000000f1",
        name="Dr Favre",
        role="PRACTITIONER",
        joined_at=NOW,
    )
    body = desk.turn()
    made = keys.read_turn(body)
    for by in (ines, other):
        with pytest.raises(Refused, match="only a practitioner"):
            keys.turn(practice=desk.practice, by=by, made=made, at=NOW)


def test_the_demo_s_keys_are_refused(desk: Turner, monkeypatch: pytest.MonkeyPatch) -> None:
    from quenotte.vault.practices import demo_keys

    token = desk.succeed()
    demo = jws.fingerprint(jws.public(desk.signing))
    monkeypatch.setattr(demo_keys, "FINGERPRINT", demo)
    with pytest.raises(Refused, match="the demo's"):
        desk.keep(desk.turn("handed-over", classes=(), succession=token))


@pytest.mark.claim("P12")
def test_pages_follow_to_the_new_keys_and_nothing_is_taken_for_the_old(
    desk: Turner, browser: Browser, lea: Lea
) -> None:
    first = mast_fingerprint(desk.practice)
    desk.keep(desk.turn("handed-over", succession=desk.succeed()))
    stale = browser.put("appointment", lea.id, lea.request())
    assert stale.status_code == 410
    said = stale.json()
    assert said == browser.get("card").json()
    assert succession.walk(first, said["successions"], practice="mast")[-1] == mast_fingerprint(
        desk.practice
    )
    assert browser.put("appointment", lea.id, lea.request(key="desk/2")).status_code == 201


def test_a_practice_that_was_never_handed_over_names_no_successions(
    desk: Turner, browser: Browser
) -> None:
    assert "successions" not in browser.get("card").json()


def test_the_desk_s_clock_may_be_ten_minutes_off(desk: Turner) -> None:
    late = desk.turn()
    with pytest.raises(Refused, match="clock"):
        desk.keep(late, at=NOW - timedelta(minutes=11))
    desk.keep(late, at=NOW - timedelta(minutes=9))
