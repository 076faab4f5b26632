"""A journal that was tampered with is found out, every time; one that only grew is never suspected."""

import dataclasses
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quenotte.base import jws
from quenotte.vault.journal import verdict
from quenotte.vault.journal.chain import Link, Point, Row, digest_of
from quenotte.vault.journal.verdict import HEAD_TYP, Fault, Verdict, verify

SEED = 20261123
ROWS, TAMPERINGS, GROWTHS = 300, 1000, 200
KEYS = [jws.new_key() for _ in range(3)]
SIGNERS = [jws.fingerprint(jws.public(key)) for key in KEYS]
MEMBERS = [f"00000000-0000-4000-8000-00000000000{each}" for each in range(3)]
CASES = json.loads((Path(__file__).parents[1] / "vectors" / "journal.json").read_text())
STARTED = datetime(2026, 11, 23, 7, tzinfo=UTC)


def follows(before: Row | None, *, who: str | None, what: str, act: str = "OPENED") -> Row:
    number = before.number + 1 if before else 1
    at = STARTED + timedelta(minutes=number)
    row = Row(
        number=number,
        at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        who=who,
        act=act,
        what=what,
        purpose="questionnaire",
        instruction=None,
        previous=before.digest if before else None,
        digest="",
    )
    return bound(row)


def bound(row: Row) -> Row:
    """The row with the digest that belongs to it."""
    digest = digest_of(
        practice="mast", number=row.number, previous=row.previous, content=row.content
    )
    return replace(row, digest=digest)


def head(at: Row, who: int, *, key: jws.PrivateKey | None = None, practice: str = "mast") -> str:
    said = {"v": 1, "practice": practice, "number": at.number, "digest": at.digest, "issued": at.at}
    return jws.sign(said, key=key or KEYS[who], typ=HEAD_TYP)


@dataclass(frozen=True)
class Kept:
    """What a server shows, and what it cannot reach: the second place, the desk's memory."""

    rows: tuple[Row, ...]
    heads: tuple[str, ...]
    shipped: Point
    remembered: Point

    def verdict(self) -> Verdict:
        return verify(
            self.rows,
            self.heads,
            practice="mast",
            signers=SIGNERS,
            shipped=self.shipped,
            remembered=self.remembered,
        )


def grown(chance: random.Random, count: int = ROWS, before: Kept | None = None) -> Kept:
    """A journal as the practice's work makes it: mostly openings, an unlock now and then."""
    rows = list(before.rows) if before else []
    heads = list(before.heads) if before else []
    remembered = before.remembered if before else None
    while len(rows) < count:
        last = rows[-1] if rows else None
        if last and (chance.random() < 0.06 or len(heads) == 0):
            who = chance.randrange(3)
            heads.append(head(last, who))
            remembered = Point(last.number, last.digest)
            what = f"journal/head/{last.number}/{SIGNERS[who]}"
            rows.append(follows(last, who=MEMBERS[who], what=what, act="CHANGED"))
        else:
            what = f"questionnaire/{chance.getrandbits(64):016x}/detail"
            rows.append(follows(last, who=chance.choice(MEMBERS), what=what))
    assert remembered
    end = Point(rows[-1].number, rows[-1].digest)
    return Kept(tuple(rows), tuple(heads), end, remembered)


@pytest.fixture(scope="module")
def journal() -> Kept:
    return grown(random.Random(SEED))


# What somebody with the tables in their hands might do. `chained` ones compute all digests anew.


def rechained(rows: Sequence[Row], first: int) -> tuple[Row, ...]:
    """From that place on, every row is bound anew to the one before it."""
    made = list(rows[:first])
    for row in rows[first:]:
        before = made[-1] if made else None
        number = before.number + 1 if before else 1
        made.append(bound(replace(row, number=number, previous=before.digest if before else None)))
    return tuple(made)


def changed(row: Row, chance: random.Random) -> Row:
    return chance.choice(
        [
            replace(row, who=None),
            replace(row, at="2026-11-23T00:00:00Z"),
            replace(row, act="ERASED"),
            replace(row, what="appointment/0/core"),
            replace(row, purpose="appointment"),
            replace(row, instruction=7),
        ]
    )


def edit(kept: Kept, chance: random.Random) -> Kept:
    at = chance.randrange(len(kept.rows))
    rows = list(kept.rows)
    rows[at] = changed(rows[at], chance)
    return replace(kept, rows=tuple(rows))


def edit_well(kept: Kept, chance: random.Random) -> Kept:
    """The row's own digest is made to fit, and nothing after it."""
    at = chance.randrange(len(kept.rows))
    rows = list(kept.rows)
    rows[at] = bound(changed(rows[at], chance))
    return replace(kept, rows=tuple(rows))


def edit_chained(kept: Kept, chance: random.Random) -> Kept:
    at = chance.randrange(len(kept.rows))
    rows = list(kept.rows)
    rows[at] = changed(rows[at], chance)
    return replace(kept, rows=rechained(rows, at))


def delete(kept: Kept, chance: random.Random) -> Kept:
    at = chance.randrange(len(kept.rows))
    return replace(kept, rows=kept.rows[:at] + kept.rows[at + 1 :])


def delete_chained(kept: Kept, chance: random.Random) -> Kept:
    at = chance.randrange(len(kept.rows))
    return replace(kept, rows=rechained(kept.rows[:at] + kept.rows[at + 1 :], at))


def reorder(kept: Kept, chance: random.Random) -> Kept:
    one, other = sorted(chance.sample(range(len(kept.rows)), 2))
    rows = list(kept.rows)
    rows[one], rows[other] = rows[other], rows[one]
    return replace(kept, rows=tuple(rows))


def reorder_chained(kept: Kept, chance: random.Random) -> Kept:
    one, other = sorted(chance.sample(range(len(kept.rows)), 2))
    rows = list(kept.rows)
    rows[one], rows[other] = rows[other], rows[one]
    return replace(kept, rows=rechained(rows, one))


def truncate(kept: Kept, chance: random.Random) -> Kept:
    return replace(kept, rows=kept.rows[: chance.randrange(len(kept.rows))])


def truncate_with_its_heads(kept: Kept, chance: random.Random) -> Kept:
    """An older state as a whole, as a restored backup would be."""
    cut = chance.randrange(len(kept.rows))
    heads = [token for token in kept.heads if jws.read(token, typ=HEAD_TYP)[0]["number"] <= cut]
    return replace(kept, rows=kept.rows[:cut], heads=tuple(heads))


def truncate_and_go_on(kept: Kept, chance: random.Random) -> Kept:
    """The end is cut off, and as many other rows are written in its place."""
    cut = chance.randrange(1, len(kept.rows))
    rows = list(kept.rows[:cut])
    while len(rows) < len(kept.rows) + 3:
        rows.append(follows(rows[-1], who=MEMBERS[0], what="appointment/1/core"))
    return replace(kept, rows=tuple(rows))


def behead(kept: Kept, chance: random.Random) -> Kept:
    """The oldest rows are taken away."""
    return replace(kept, rows=kept.rows[chance.randrange(1, len(kept.rows)) :])


def replay(kept: Kept, chance: random.Random) -> Kept:
    copied = chance.choice(kept.rows)
    at = chance.randrange(len(kept.rows) + 1)
    return replace(kept, rows=(*kept.rows[:at], copied, *kept.rows[at:]))


def replay_chained(kept: Kept, chance: random.Random) -> Kept:
    copied = chance.choice(kept.rows)
    at = chance.randrange(len(kept.rows))
    return replace(kept, rows=rechained((*kept.rows[:at], copied, *kept.rows[at:]), at))


def forge_head(kept: Kept, chance: random.Random) -> Kept:
    """A key that nobody here has signs."""
    at = chance.randrange(len(kept.heads))
    row = chance.choice(kept.rows)
    heads = list(kept.heads)
    heads[at] = head(row, 0, key=jws.new_key())
    return replace(kept, heads=tuple(heads))


def add_forged_head(kept: Kept, chance: random.Random) -> Kept:
    return replace(kept, heads=(*kept.heads, head(chance.choice(kept.rows), 0, key=jws.new_key())))


def damage_head(kept: Kept, chance: random.Random) -> Kept:
    at = chance.randrange(len(kept.heads))
    first, body, signature = kept.heads[at].split(".")
    token = f"{first}.{body}.{signature[::-1]}"
    return replace(kept, heads=(*kept.heads[:at], token, *kept.heads[at + 1 :]))


def take_head_of_next_door(kept: Kept, chance: random.Random) -> Kept:
    at = chance.randrange(len(kept.heads))
    said = jws.read(kept.heads[at], typ=HEAD_TYP)[0]
    token = jws.sign(said | {"practice": "favre"}, key=KEYS[0], typ=HEAD_TYP)
    return replace(kept, heads=(*kept.heads[:at], token, *kept.heads[at + 1 :]))


def lose_head(kept: Kept, chance: random.Random) -> Kept:
    at = chance.randrange(len(kept.heads))
    return replace(kept, heads=kept.heads[:at] + kept.heads[at + 1 :])


def lose_all_heads(kept: Kept, chance: random.Random) -> Kept:
    return replace(kept, heads=())


WAYS: tuple[Callable[[Kept, random.Random], Kept], ...] = (
    edit,
    edit_well,
    edit_chained,
    delete,
    delete_chained,
    reorder,
    reorder_chained,
    truncate,
    truncate_with_its_heads,
    truncate_and_go_on,
    behead,
    replay,
    replay_chained,
    forge_head,
    add_forged_head,
    damage_head,
    take_head_of_next_door,
    lose_head,
    lose_all_heads,
)


def tampered(kept: Kept, chance: random.Random, way: Callable[[Kept, random.Random], Kept]) -> Kept:
    """Chance may choose what changes nothing (a row in its own place): then it chooses again."""
    while (made := way(kept, chance)) == kept:
        pass
    return made


@pytest.mark.claim("P76b")
def test_a_thousand_random_tamperings_are_all_found(journal: Kept) -> None:
    chance = random.Random(SEED)
    missed = []
    for count in range(TAMPERINGS):
        way = WAYS[count % len(WAYS)]
        if tampered(journal, chance, way).verdict().whole:
            missed.append(f"{count}: {way.__name__}")
    assert missed == []


@pytest.mark.parametrize("check", ["_chained", "_held", "_unsigned", "_read"])
def test_no_check_is_there_for_nothing(
    journal: Kept, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any one of them something goes unseen, so the thousand above do look at each."""
    made = [tampered(journal, random.Random(SEED), way) for way in WAYS]
    assert not [kept for kept in made if kept.verdict().whole]
    read = verdict._read
    blind: dict[str, Callable[..., object]] = {"_read": lambda *given: (read(*given)[0], [])}
    monkeypatch.setattr(verdict, check, blind.get(check, lambda *_: ()))
    assert [kept for kept in made if kept.verdict().whole]


def test_a_journal_that_only_grew_is_never_suspected(journal: Kept) -> None:
    chance = random.Random(SEED)
    for _ in range(GROWTHS):
        before = grown(chance, chance.randrange(2, 80))
        assert before.verdict().problems == ()
        after = grown(chance, len(before.rows) + chance.randrange(0, 40), before)
        # The second place may be behind, another computer may have seen less, the desk asks for the rest only.
        later = replace(after, shipped=before.shipped, remembered=before.remembered)
        assert later.verdict().problems == ()
        since = [row for row in after.rows if row.number > before.remembered.number]
        links = [row.as_link() for row in since]
        heads = [token for token in after.heads if number_of(token) >= before.remembered.number]
        for entries in (since, links):
            seen = verify(
                entries,
                heads,
                practice="mast",
                signers=SIGNERS,
                shipped=after.shipped,
                remembered=before.remembered,
                since=before.remembered.number + 1,
            )
            assert seen.problems == ()
            assert seen.to == after.shipped


def number_of(token: str) -> int:
    return int(jws.read(token, typ=HEAD_TYP)[0]["number"])


def test_whoever_left_has_signed_all_the_same(journal: Kept) -> None:
    assert verify(journal.rows, journal.heads, practice="mast", signers=[]).whole


@pytest.mark.parametrize(
    ("way", "fault"),
    [
        (edit, Fault.EDITED),
        (edit_well, Fault.BROKEN),
        (delete, Fault.MISSING),
        (truncate, Fault.SHORT),
        (replay, Fault.REPEATED),
        (forge_head, Fault.FORGED),
        (lose_head, Fault.NO_HEAD),
    ],
)
def test_it_is_said_what_was_found_and_from_which_entry_on(
    way: Callable[[Kept, random.Random], Kept], fault: Fault
) -> None:
    """In a journal of five rows, of which the third is touched."""
    rows: list[Row] = []
    for number in range(1, 6):
        what = f"journal/head/3/{SIGNERS[0]}" if number == 4 else f"questionnaire/{number}/detail"
        rows.append(follows(rows[-1] if rows else None, who=MEMBERS[0], what=what))
    end = Point(5, rows[-1].digest)
    kept = Kept(tuple(rows), (head(rows[2], 0),), end, Point(3, rows[2].digest))
    assert kept.verdict().whole

    class Third(random.Random):
        def randrange(self, *_: int, **__: int) -> int:  # type: ignore[override]
            return 0 if way in (forge_head, lose_head) else 2

        def choice(self, seq: Sequence[object]) -> object:  # type: ignore[override]
            return seq[2 if len(seq) == 5 else 0]

    found = way(kept, Third()).verdict().problems
    at = {Fault.BROKEN: 4, Fault.REPEATED: 3}.get(fault, 3)
    assert any(one.fault is fault and one.number == at for one in found), found
    assert str(at) in str(next(one for one in found if one.fault is fault))


def test_rows_of_another_practice_are_not_this_one_s(journal: Kept) -> None:
    favre = verify(journal.rows, (), practice="favre", signers=SIGNERS)
    assert {one.fault for one in favre.problems} >= {Fault.EDITED}


def test_a_row_has_no_field_outside_of_its_digest() -> None:
    """What a later version adds to a row has to be bound too."""
    row = follows(None, who=MEMBERS[0], what="questionnaire/1/detail")
    for field in dataclasses.fields(Row):
        if field.name == "digest":
            continue
        number = field.name in ("number", "instruction")
        other: dict[str, Any] = {field.name: 99 if number else "another"}
        assert bound(replace(row, **other)).digest != row.digest, field.name


def point(given: dict[str, Any] | None) -> Point | None:
    return Point(**given) if given else None


def read_case(case: dict[str, Any]) -> Verdict:
    rows = [Row(**row) if "what" in row else Link(**row) for row in case["rows"]]
    return verify(
        rows,
        case["heads"],
        practice=case["practice"],
        signers=case["signers"],
        shipped=point(case["shipped"]),
        remembered=point(case["remembered"]),
        since=case["since"],
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_desk_and_the_vault_say_the_same(case: dict[str, Any]) -> None:
    """web/desk/ring/rows.test.ts reads the same file."""
    found = [{"fault": one.fault.value, "number": one.number} for one in read_case(case).problems]
    assert found == case["problems"]
