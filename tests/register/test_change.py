"""A change of the register is weighed by what it means for people, and none goes by unrecorded."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from quenotte import lock
from quenotte.register import REGISTER
from quenotte.register.change import Change, Class, Kind
from quenotte.register.claims import CLAIMS
from quenotte.register.derived.changes import classify
from quenotte.register.derived.written import digest, written
from quenotte.register.lists.roles import ROLES
from quenotte.register.model import (
    CARRIERS,
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
    Otherwise,
    Part,
    Period,
    Plane,
    Seal,
    Subject,
    Then,
    When,
)
from quenotte.register.model import Kind as Asked
from quenotte.register.packs import PACKS
from quenotte.register.packs.model import certain
from quenotte.register.recipients import ALLOWED

ROOT = Path(__file__).resolve().parents[2]

NAME = Datum(
    "name",
    Category.IDENTITY,
    "says who comes",
    Seal.DESK,
    Part.CORE,
    ask=Ask(Asked.TEXT, "Your name", most=80),
)
WHOM = Datum(
    "whom",
    Category.IDENTITY,
    "says whom to expect",
    Seal.DESK,
    Part.DETAIL,
    ask=Ask(Asked.CHOICE, "For whom", choices=(Choice("me", "Me"), Choice("other", "Another"))),
)
CHILD = Datum(
    "child",
    Category.IDENTITY,
    "says who comes along",
    Seal.DESK,
    Part.DETAIL,
    ask=Ask(Asked.TEXT, "The child's name", most=80, when=When("whom", ("other",))),
)
VISIT = Activity(
    key="visit",
    plane=Plane.VAULT,
    service="appointment",
    title="Visits",
    purpose="To receive you.",
    basis=Basis.CONTRACT,
    basis_words="Your request",
    data=(NAME, WHOM, CHILD, Datum("start", Category.SCHEDULE, "when it is")),
    keep=Keep(
        Period("P6M", least="P3M", most="P12M"),
        Clock.CLOSED,
        Then.ARCHIVE,
        Period("P3Y", most="P4Y"),
        Otherwise(Clock.RECEIVED, Period("P12M")),
    ),
    claims=("P13", "P14"),
    recipients=(HOST,),
    groups=(Group("main", "You"),),
    readers="The practice",
    form=True,
)
NEWS = Activity(
    key="news",
    plane=Plane.VAULT,
    service="newsletter",
    title="Newsletter",
    purpose="To send you news.",
    basis=Basis.CONSENT,
    basis_words="Your consent",
    data=(Datum("address", Category.CONTACT, "where the news go", Seal.RELAY),),
    keep=Keep(Period("P12M"), Clock.WITHDRAWN),
    claims=("P29",),
    recipients=(HOST,),
    readers="The relay",
)

type Written = dict[str, Any]


def paper(*activities: Activity, **other: Any) -> Written:
    return written({one.key: one for one in activities}, **other)


BEFORE = paper(VISIT, NEWS)


def visit(**said: Any) -> Written:
    return paper(replace(VISIT, **said), NEWS)


def news(**said: Any) -> Written:
    return paper(VISIT, replace(NEWS, **said))


def kept(**said: Any) -> Written:
    return visit(keep=replace(VISIT.keep, **said))


def datum(of: Datum, **said: Any) -> Written:
    return visit(data=tuple(replace(one, **said) if one is of else one for one in VISIT.data))


def asked(of: Datum, **said: Any) -> Written:
    assert of.ask is not None
    return datum(of, ask=replace(of.ask, **said))


def claims(**said: Any) -> Written:
    return paper(VISIT, NEWS, claims={**CLAIMS, "P13": replace(CLAIMS["P13"], **said)})


def pack(**said: Any) -> Written:
    return paper(VISIT, NEWS, packs={**PACKS, "FR": replace(PACKS["FR"], **said)})


PHONE = Datum(
    "phone", Category.CONTACT, "calls", Seal.DESK, Part.CORE, ask=Ask(Asked.TELEPHONE, "Phone")
)
BARE = Datum("phone", Category.CONTACT, "calls", Seal.RELAY)
FRANCE = PACKS["FR"]
MORE_LABEL = replace(HOST, label="the host")
NO_ROLE = {key: role for key, role in ROLES.items() if key != "carriers"}
SLOWER = MappingProxyType({"": FRANCE.ceilings[""], "contact": certain("P5Y", "a test")})

# What changes, in both directions where there are two, and what it means.
CHANGES: dict[str, tuple[Written, Kind]] = {
    "title": (visit(title="Appointments"), Kind.WORDS),
    "hint": (asked(NAME, hint="As on your card"), Kind.WORDS),
    "label": (asked(NAME, label="Name"), Kind.WORDS),
    "why": (datum(NAME, why="tells who comes"), Kind.WORDS),
    "group": (visit(groups=(Group("main", "Yourself"),)), Kind.WORDS),
    "source of a period": (kept(source="elsewhere"), Kind.WORDS),
    "label of a role": (visit(recipients=(MORE_LABEL,)), Kind.WORDS),
    "order of the questions": (visit(data=tuple(reversed(VISIT.data))), Kind.ORDER),
    "order of the claims": (visit(claims=("P14", "P13")), Kind.ORDER),
    "claim's wording": (claims(text="Said in another way."), Kind.WORDS),
    "claim added": (visit(claims=("P13", "P14", "P29")), Kind.PROMISED),
    "claim dropped by an activity": (visit(claims=("P13",)), Kind.CLAIM),
    "claim no longer built": (claims(not_built="the thing"), Kind.CLAIM),
    "claim gone": (
        paper(VISIT, NEWS, claims={k: v for k, v in CLAIMS.items() if k != "P13"}),
        Kind.CLAIM,
    ),
    "activity added": (paper(VISIT, NEWS, replace(VISIT, key="call")), Kind.ACTIVITY),
    "activity dropped": (paper(VISIT), Kind.NARROWER),
    "service offered": (
        paper(VISIT, NEWS, not_offered=set(BEFORE["not_offered"]) - {"newsletter"}),
        Kind.ACTIVITY,
    ),
    "purpose": (visit(purpose="To receive and to ask you."), Kind.PURPOSE),
    "basis": (visit(basis=Basis.LEGITIMATE_INTEREST, balancing="it is fair"), Kind.BASIS),
    "basis becomes consent": (visit(basis=Basis.CONSENT), Kind.CONSENT),
    "condition": (visit(art9=Art9.CARE), Kind.BASIS),
    "condition becomes consent": (visit(art9=Art9.EXPLICIT_CONSENT), Kind.CONSENT),
    "reader": (visit(readers="The practice and its landlord"), Kind.READER),
    "people": (visit(subjects=(Subject.PATIENTS, Subject.STAFF)), Kind.PEOPLE),
    "datum added": (visit(data=(*VISIT.data, PHONE)), Kind.DATUM),
    "datum dropped": (visit(data=VISIT.data[:-1]), Kind.NARROWER),
    "category": (datum(NAME, category=Category.MESSAGE), Kind.DATUM),
    "seal to a class that more people hold": (
        paper(replace(VISIT, data=(replace(NAME, seal=Seal.DESK),)), NEWS),
        Kind.SEAL,
    ),
    "part that is archived": (datum(WHOM, part=Part.CORE), Kind.LONGER),
    "part that is not archived": (datum(NAME, part=Part.DETAIL), Kind.NARROWER),
    "newly required": (datum(NAME, required=True), Kind.REQUIRED),
    "one of several required": (asked(NAME, one_of="reach"), Kind.REQUIRED),
    "choice added": (
        asked(WHOM, choices=(Choice("me", "Me"), Choice("other", "A"), Choice("pet", "Pet"))),
        Kind.DATUM,
    ),
    "choice dropped": (asked(WHOM, choices=(Choice("me", "Me"),)), Kind.NARROWER),
    "condition of a question dropped": (asked(CHILD, when=None), Kind.DATUM),
    "condition of a question added": (asked(NAME, when=When("whom", ("me",))), Kind.NARROWER),
    "condition of a question wider": (asked(CHILD, when=When("whom", ("other", "me"))), Kind.DATUM),
    "other kind of answer": (asked(NAME, kind=Asked.LONG), Kind.DATUM),
    "no longer asked": (datum(NAME, ask=None), Kind.NARROWER),
    "longer period": (kept(active=replace(VISIT.keep.active, default="P7M")), Kind.LONGER),
    "shorter period": (kept(active=replace(VISIT.keep.active, default="P5M")), Kind.NARROWER),
    "wider bound": (kept(active=replace(VISIT.keep.active, most="P2Y")), Kind.LONGER),
    "narrower bound": (kept(active=replace(VISIT.keep.active, most="P9M")), Kind.NARROWER),
    "higher least": (kept(active=replace(VISIT.keep.active, least="P4M")), Kind.LONGER),
    "lower least": (kept(active=replace(VISIT.keep.active, least="P1M")), Kind.NARROWER),
    "no least": (kept(active=replace(VISIT.keep.active, least=None)), Kind.LONGER),
    "longer archive": (kept(archive=Period("P4Y", most="P4Y")), Kind.LONGER),
    "no archive": (kept(then=Then.ERASE, archive=None), Kind.NARROWER),
    "nothing ends it otherwise": (kept(otherwise=None), Kind.LONGER),
    "other event": (kept(clock=Clock.LEFT), Kind.LONGER),
    "role added": (visit(recipients=(HOST, CARRIERS)), Kind.RECIPIENT),
    "role dropped": (visit(recipients=()), Kind.NARROWER),
    "role sees more": (visit(recipients=(replace(HOST, sees="reads it"),)), Kind.RECIPIENT),
    "role gone": (paper(VISIT, NEWS, roles=NO_ROLE), Kind.NARROWER),
    "country added": (paper(VISIT, NEWS, countries=ALLOWED | {"GB"}), Kind.COUNTRY),
    "country dropped": (paper(VISIT, NEWS, countries=ALLOWED - {"LI"}), Kind.NARROWER),
    "country's law added": (
        paper(VISIT, NEWS, packs={**PACKS, "BE": replace(FRANCE, country="BE")}),
        Kind.COUNTRY,
    ),
    "right dropped": (pack(rights=FRANCE.rights[1:]), Kind.CLAIM),
    "law's ceiling higher": (pack(ceilings=SLOWER), Kind.LONGER),
    "what no rule knows": (visit(service="desk"), Kind.UNKNOWN),
    "consent: datum added": (news(data=(*NEWS.data, BARE)), Kind.AGREED),
    "consent: purpose": (news(purpose="To send you news and offers."), Kind.AGREED),
    "consent: recipient": (news(recipients=(HOST, CARRIERS)), Kind.AGREED),
    "consent: datum dropped": (news(data=()), Kind.NARROWER),
    "consent: kept longer": (news(keep=Keep(Period("P2Y"), Clock.WITHDRAWN)), Kind.LONGER),
    "held, for a new purpose": (
        visit(data=(*VISIT.data, replace(NEWS.data[0], why="reaches you"))),
        Kind.REUSED,
    ),
}
SEALED_BEFORE = paper(replace(VISIT, data=(replace(NAME, seal=Seal.CARE),)), NEWS)


@pytest.mark.claim("P36")
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_known_by_what_it_means(what: str) -> None:
    after, kind = CHANGES[what]
    before = SEALED_BEFORE if kind is Kind.SEAL else BEFORE
    change = classify(before, after)
    assert kind in {reason.kind for reason in change.reasons}, change.reasons
    assert change.weighs is kind.weighs, change.reasons


@pytest.mark.parametrize("seal", [Seal.CARE, Seal.RIGHTS])
def test_a_seal_that_fewer_people_hold_is_no_loss(seal: Seal) -> None:
    after = paper(replace(VISIT, data=(replace(NAME, seal=seal),)), NEWS)
    change = classify(paper(replace(VISIT, data=(NAME,)), NEWS), after)
    assert [reason.kind for reason in change.reasons] == [Kind.NARROWER]
    back = classify(after, paper(replace(VISIT, data=(NAME,)), NEWS))
    assert [reason.kind for reason in back.reasons] == [Kind.SEAL]


def test_every_kind_of_change_is_in_the_table_but_one() -> None:
    assert set(Kind) - {kind for _, kind in CHANGES.values()} == {Kind.DEVICE}


def test_what_a_page_newly_leaves_on_the_device_is_material() -> None:
    after = json.loads(json.dumps(BEFORE))
    after["doorways"]["stored"]["choice"] = {"kind": "cookie", "place": "public"}
    (reason,) = classify(BEFORE, after).reasons
    assert (reason.path, reason.kind) == ("doorways/stored/choice", Kind.DEVICE)


def test_the_gravest_reason_counts_and_each_is_named() -> None:
    longer = replace(VISIT.keep, active=replace(VISIT.keep.active, default="P7M"))
    change = classify(BEFORE, visit(title="Visit", keep=longer, basis=Basis.CONSENT))
    assert change.weighs is Class.NEEDS_CONSENT
    assert {(reason.path, reason.kind) for reason in change.reasons} == {
        ("activities/visit/title", Kind.WORDS),
        ("activities/visit/keep/active/default", Kind.LONGER),
        ("activities/visit/basis", Kind.CONSENT),
    }


def test_the_register_is_written_whole_and_the_same_each_time() -> None:
    made = written(REGISTER)
    assert set(made["activities"]) == set(REGISTER)
    assert set(made["claims"]) == set(CLAIMS)
    assert set(made["packs"]) == set(PACKS)
    for key, activity in REGISTER.items():
        assert list(made["activities"][key]["data"]) == [each.name for each in activity.data]
    assert digest(json.loads(json.dumps(made))) == digest(written(REGISTER))
    assert not classify(made, json.loads(json.dumps(made))).reasons
    again = [
        sys.executable,
        "-c",
        "from tests.register.test_change import print_digest; print_digest()",
    ]
    seen = {
        subprocess.run(
            [*again],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src"},
        ).stdout
        for seed in ("1", "2")
    }
    assert seen == {digest(made) + "\n"}


def print_digest() -> None:
    print(digest(written(REGISTER)))


# The lock


FIRST_DAY, LATER = date(2026, 11, 23), date(2026, 12, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "register.lock"
    lock.record(path=path, now=BEFORE, why="first record", told=None, at=FIRST_DAY)
    return path


def test_a_record_has_its_number_day_class_and_reason(path: Path) -> None:
    after = kept(active=replace(VISIT.keep.active, default="P7M"))
    lock.record(path=path, now=after, why="recalls come later", told=None, at=LATER)
    held = json.loads(path.read_text())
    assert {name: held[name] for name in ("number", "made", "class", "why")} == {
        "number": 2,
        "made": "2026-12-01",
        "class": "material",
        "why": "recalls come later",
    }
    assert held["register"] == after
    assert [each["class"] for each in held["history"]] == ["first", "material"]
    assert held["history"][0]["digest"] == digest(BEFORE)
    assert lock.changed(path, after) == Change(())


def test_nothing_new_is_no_new_record(path: Path) -> None:
    before = path.read_bytes()
    assert lock.record(path=path, now=BEFORE, why="once more", told=None, at=LATER) is None
    assert path.read_bytes() == before


def test_a_change_without_a_reason_is_not_recorded(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(lock.Refused, match="--why"):
        lock.record(path=path, now=visit(title="Visit"), why="  ", told=None, at=LATER)
    assert path.read_bytes() == before


@pytest.mark.claim("P36")
@pytest.mark.parametrize("what", ["role added", "role sees more"])
def test_a_new_recipient_is_not_recorded_before_practices_were_told(path: Path, what: str) -> None:
    after, _ = CHANGES[what]
    before = path.read_bytes()
    for told, said in ((None, "--told"), (date(2026, 12, 2), "still to come")):
        with pytest.raises(lock.Refused, match=said):
            lock.record(path=path, now=after, why="a second host", told=told, at=LATER)
    assert path.read_bytes() == before
    line = lock.record(path=path, now=after, why="a second host", told=FIRST_DAY, at=LATER)
    assert line is not None
    assert json.loads(path.read_text())["history"][-1]["told"] == "2026-11-23"


def test_a_lock_that_was_edited_by_hand_is_refused(path: Path) -> None:
    path.write_text(path.read_text().replace("P6M", "P7M"))
    with pytest.raises(lock.Refused, match="by hand"):
        lock.changed(path, BEFORE)
    path.write_text("{")
    with pytest.raises(lock.Refused, match="cannot be read"):
        lock.changed(path, BEFORE)


def printed(capsys: pytest.CaptureFixture[str], *said: str, why: str = "") -> tuple[int, str]:
    code = lock.main(*said, why=why, told=None)
    return code, capsys.readouterr().out


def test_the_command_says_what_is_not_recorded(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now: Callable[[object], Written] = lambda _: CHANGES["role added"][0]  # noqa: E731
    monkeypatch.setattr(lock, "LOCK", path)
    monkeypatch.setattr(lock, "written", now)
    code, said = printed(capsys, "changes")
    assert code == 1
    assert said.splitlines() == [
        "material",
        "  activities/visit/recipients/carriers: a new recipient, or one that sees more",
        'Record it: quenotte register lock --why "…" --told YYYY-MM-DD',
    ]
    monkeypatch.setattr(lock, "written", lambda _: BEFORE)
    assert printed(capsys, "changes") == (0, "register.lock records the register as it is\n")


def test_the_register_is_recorded() -> None:
    """Otherwise: `quenotte register changes` says what is new, `quenotte register lock` records it."""
    change = lock.changed(ROOT / "register.lock", written(REGISTER))
    assert change is not None
    assert change.reasons == ()
