"""A fault counts when it turned red exactly the sentences that it names (P77)."""

from pathlib import Path

import pytest
from mutate_claims import Seen, applied, judged, main

from tests.mutation.faults import Fault

SEALED = Fault("open", "seal.py", "sealed = True", "sealed = False", frozenset({"P15"}))


def test_exactly_its_sentences_is_right() -> None:
    assert judged(SEALED, Seen({"P15"}), Seen()) == []


def test_what_was_red_before_says_nothing_about_it() -> None:
    assert judged(SEALED, Seen({"P15", "P1"}), Seen({"P1"})) == []
    assert judged(SEALED, Seen({"P15"}), Seen({"P15"})) == ["stays green: P15"]


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        pytest.param(Seen(), "stays green: P15", id="nothing"),
        pytest.param(Seen({"P1"}), "stays green: P15", id="another"),
        pytest.param(Seen({"P15", "P1"}), "turned red too: P1", id="one more"),
        pytest.param(Seen({"P15"}, broke=["vault ended with code 2"]), "code 2", id="broke off"),
    ],
)
def test_anything_else_is_wrong(seen: Seen, says: str) -> None:
    assert says in "\n".join(judged(SEALED, seen, Seen()))


def test_a_fault_is_applied_at_one_place_or_not_at_all(tmp_path: Path) -> None:
    held = tmp_path / "seal.py"
    held.write_text("sealed = True\n")
    assert applied(SEALED, tmp_path) == "sealed = True\n"
    assert held.read_text() == "sealed = False\n"
    for text in ("", "sealed = True\nsealed = True\n"):
        held.write_text(text)
        with pytest.raises(SystemExit, match="times in"):
            applied(SEALED, tmp_path)
        assert held.read_text() == text


def test_a_fault_that_nobody_wrote_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-fault"]) == 2
    assert "no-such-fault" in capsys.readouterr().out
