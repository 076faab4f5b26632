"""What changed between two versions stands there whole: every word of either version, and which are new."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quenotte.register.derived.differences import Change, Kind, differences
from quenotte.register.derived.policy import Section, Sentence
from quenotte.register.derived.published import NotADocument, digest, read

KEPT = Sentence("Erased 30 days after it arrived.", "P47")
LONGER = Sentence("Erased 60 days after it arrived.", "P47")
WHO = Sentence("Read by the practice alone.", "P31")
NEW = Sentence("A certificate stands for the host of these machines.", "P17")


def section(*said: Sentence, key: str = "forms", title: str = "The form") -> Section:
    return Section(key, title, said)


def words(change: Change) -> tuple[str, str]:
    return "".join(run.text for run in change.before), "".join(run.text for run in change.now)


def marked(change: Change) -> tuple[list[str], list[str]]:
    sides = [[run.text for run in side if run.marked] for side in (change.before, change.now)]
    return sides[0], sides[1]


def test_the_same_text_has_no_difference() -> None:
    assert differences([section(KEPT, WHO)], [section(KEPT, WHO)]) == ()


def test_a_changed_sentence_is_shown_before_and_now_with_its_words_marked() -> None:
    (found,) = differences([section(WHO, KEPT)], [section(WHO, LONGER)])
    (change,) = found.changes
    assert (found.key, found.kind, change.kind) == ("forms", Kind.CHANGED, Kind.CHANGED)
    assert words(change) == (KEPT.text, LONGER.text)
    assert marked(change) == (["30"], ["60"])


def test_a_new_sentence_and_one_that_has_gone_are_called_so() -> None:
    (found,) = differences([section(WHO, KEPT)], [section(KEPT, NEW)])
    assert [(change.kind, *words(change)) for change in found.changes] == [
        (Kind.REMOVED, WHO.text, ""),
        (Kind.ADDED, "", NEW.text),
    ]


def test_a_section_may_come_go_and_be_renamed() -> None:
    before = [section(WHO), section(KEPT, key="old", title="Old")]
    now = [section(KEPT, key="new", title="New"), section(WHO, title="The new form")]
    found = differences(before, now)
    assert [(one.key, one.kind) for one in found] == [
        ("new", Kind.ADDED),
        ("forms", Kind.CHANGED),
        ("old", Kind.REMOVED),
    ]
    assert words(found[1].changes[0]) == ("The form", "The new form")


def test_of_a_list_only_the_entries_that_changed_are_named() -> None:
    before = Sentence("This is asked:", "P14", ("Name: to greet you", "Age: for the dose"))
    now = Sentence("This is asked:", "P14", ("Name: to greet you", "E-mail: to confirm"))
    (change,) = differences([section(before)], [section(now)])[0].changes
    assert change.same_words
    assert [(item.kind, *words(item)) for item in change.items] == [
        (Kind.REMOVED, "Age: for the dose", ""),
        (Kind.ADDED, "", "E-mail: to confirm"),
    ]


def test_an_order_that_changed_is_no_word_that_changed() -> None:
    one, other = section(WHO), section(KEPT, key="other")
    assert differences([one, other], [other, one]) == ()


TEXTS = st.lists(st.sampled_from(list("abcdefgh")), min_size=1, max_size=8).map(" ".join)
SAID = st.lists(
    st.builds(Sentence, TEXTS, st.just("P1"), st.lists(TEXTS, max_size=3).map(tuple)), max_size=6
)


@given(SAID, SAID)
def test_no_word_of_either_version_is_lost(before: list[Sentence], now: list[Sentence]) -> None:
    found = differences([section(*before)], [section(*now)])
    changes = [change for one in found for change in one.changes]
    for side, mine, theirs in ((0, before, now), (1, now, before)):
        shown = {words(change)[side] for change in changes}
        unchanged = {said.text for said in theirs}
        assert {said.text for said in mine} <= shown | unchanged
        assert shown - {""} <= {said.text for said in mine}
    assert bool(changes) is (before != now)


def test_a_document_is_read_back_as_it_was_written() -> None:
    written = json.dumps(
        {
            "languages": {
                "fr": [
                    {
                        "key": "forms",
                        "title": "Le formulaire",
                        "sentences": [{"text": "Ceci :", "claim": "P14", "items": ["le nom"]}],
                    }
                ]
            }
        }
    ).encode()
    said = Sentence("Ceci :", "P14", ("le nom",))
    assert read(written) == {"fr": (section(said, title="Le formulaire"),)}
    assert len(digest(written)) == 64


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"languages":[]}',
        b'{"languages":{"fr":{}}}',
        b'{"languages":{"fr":[{"key":"a","title":"b","sentences":[{"text":1}]}]}}',
        b'{"languages":{"fr":[{"key":"a","title":null,"sentences":[]}]}}',
        b"[" * 100_000,
    ],
)
def test_what_no_page_could_print_is_no_document(bytes_: bytes) -> None:
    with pytest.raises(NotADocument):
        read(bytes_)
