"""The command for the register's documents takes what there is and says what there is not."""

import pytest

from quenotte import cli, paperwork
from quenotte.paperwork import Asked, Unknown


@pytest.mark.parametrize("what", sorted(paperwork.FORMATS))
def test_each_document_has_its_word(what: str) -> None:
    args = cli._parser().parse_args(["register", what, "--practice", "lac", "--lang", "it"])
    assert (args.what, args.practice, args.lang, args.format) == (what, "lac", "it", None)


def test_the_first_format_is_the_usual_one() -> None:
    assert Asked("records", None, "fr", None).wanted_format == "csv"
    assert Asked("annex", None, "fr", "html").wanted_format == "html"


def test_a_format_that_a_document_does_not_have_is_refused() -> None:
    with pytest.raises(Unknown, match="annex comes as markdown or html"):
        _ = Asked("annex", None, "fr", "csv").wanted_format


def test_the_only_practice_need_not_be_named() -> None:
    assert paperwork._one(None, ["lac"]) == "lac"
    assert paperwork._one("mast", ["favre", "mast"]) == "mast"


@pytest.mark.parametrize(
    ("wanted", "known", "problem"),
    [
        (None, ["mast", "favre"], "name a practice with --practice; here: favre, mast"),
        ("lac", ["mast"], "there is no practice lac; here: mast"),
        (None, [], "here: none"),
    ],
)
def test_a_practice_that_is_not_here_is_refused(
    wanted: str | None, known: list[str], problem: str
) -> None:
    with pytest.raises(Unknown, match=problem):
        paperwork._one(wanted, known)
