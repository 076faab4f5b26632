"""The last line of `make test` tells the truth."""

from pathlib import Path

import pytest
from run_tests import Tally

RESULTS = """<testsuites><testsuite>
<testcase classname="tests.vault.test_intake" name="test_a"><properties>
  <property name="claim" value="P15"/></properties></testcase>
<testcase classname="tests.vault.test_intake" name="test_b"><properties>
  <property name="claim" value="P15"/></properties><failure message="no"/></testcase>
<testcase classname="tests.vault.test_intake" name="test_c"><error message="no"/></testcase>
<testcase classname="tests.vault.test_intake" name="test_d"><skipped message="later"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    file = tmp_path / "vault.xml"
    file.write_text(RESULTS)
    return file


def test_failures_errors_and_skips_are_told_apart(results: Path) -> None:
    tally = Tally()
    tally.read("vault", results, code=1)
    assert (tally.passed, len(tally.failed), tally.skipped) == (1, 2, 1)


def test_a_claim_is_listed_with_every_test_that_speaks_of_it(results: Path) -> None:
    tally = Tally()
    tally.read("vault", results, code=1)
    assert tally.claims == {
        "P15": {
            "passed": ["vault: tests.vault.test_intake::test_a"],
            "failed": ["vault: tests.vault.test_intake::test_b"],
        }
    }


@pytest.mark.parametrize("text", [None, "<testsuites>", "<testsuites></testsuites>"])
def test_a_suite_that_breaks_off_is_a_failure(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "vault.xml"
    if text is not None:
        file.write_text(text)
    tally = Tally()
    tally.read("vault", file, code=4)
    assert tally.failed == ["vault: ended with code 4"]
