"""The last line of `make test` tells the truth."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import run_tests
from run_tests import Tally, Wanted, run_all, unfounded, write_claims

RESULTS = """<testsuites><testsuite>
<testcase classname="tests.vault.test_intake" name="test_a"><properties>
  <property name="claim" value="P15"/></properties></testcase>
<testcase classname="tests.vault.test_intake" name="test_b"><properties>
  <property name="claim" value="P15"/></properties><failure message="no"/></testcase>
<testcase classname="tests.vault.test_intake" name="test_c"><error message="no"/></testcase>
<testcase classname="tests.vault.test_intake" name="test_d"><skipped message="later"/></testcase>
</testsuite></testsuites>"""

UNREAD = (
    '<testsuites><testsuite><testcase classname="a.test.ts" name="a.test.ts"><failure message="no"/>'
    "</testcase></testsuite></testsuites>"
)


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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(None, 4, id="no results"),
        pytest.param(None, 0, id="no results and no complaint"),
        pytest.param("<testsuites>", 1, id="half of the results"),
        pytest.param("<testsuites></testsuites>", 1, id="a failure that no test had"),
        pytest.param("<testsuites></testsuites>", 5, id="no test"),
        pytest.param(RESULTS, 2, id="a test that cannot be read"),
        pytest.param(RESULTS, -9, id="killed"),
        pytest.param(UNREAD, 1, id="a script's test that cannot be read"),
    ],
)
def test_a_run_in_which_a_suite_broke_proves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str | None,
    code: int,
) -> None:
    monkeypatch.setattr(run_tests, "RESULTS", tmp_path)
    monkeypatch.setattr(run_tests, "tree", lambda: "as it was")
    file = tmp_path / "vault.xml"
    if text is not None:
        file.write_text(text)
    tally = Tally()
    tally.read("vault", file, code=code)
    write_claims(tally, tested="as it was")
    assert tally.failed
    assert "vault did not reach the end: this run proves nothing." in capsys.readouterr().out
    assert not (tmp_path / "claims.json").exists()


def test_a_test_of_the_browser_s_scripts_names_its_claims_at_the_end_of_its_name(
    tmp_path: Path,
) -> None:
    file = tmp_path / "web.xml"
    file.write_text(
        '<testsuites><testsuite><testcase classname="seal" name="a form &gt; is sealed (P15, P20b)"/>'
        '<testcase classname="seal" name="is no claim (P)"/></testsuite></testsuites>'
    )
    tally = Tally()
    tally.read("web", file, code=0)
    named = ["web: seal::a form > is sealed (P15, P20b)"]
    assert tally.claims == {"P15": {"passed": named}, "P20b": {"passed": named}}


def test_a_claim_that_nobody_declared_and_a_built_one_without_a_test_fail_the_run() -> None:
    found = unfounded({"P999", "P47"})
    assert "claims: P999 is named by a test and declared nowhere" in found
    assert "claims: P11 is built and no test names it" in found
    assert not [line for line in found if "P47" in line]


def test_what_a_run_writes_is_keyed_by_its_tree_and_says_when_and_on_which_commit(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_tests, "RESULTS", tmp_path)
    monkeypatch.setattr(run_tests, "tree", lambda: "as it was")
    tally = Tally()
    tally.read("vault", results, code=1)
    write_claims(tally, tested="another")
    assert not (tmp_path / "claims.json").exists()
    write_claims(tally, tested="as it was")
    said = json.loads((tmp_path / "claims.json").read_text())
    assert (said["tree"], said["claims"]) == ("as it was", tally.claims)
    assert said["commit"] == run_tests.commit()
    assert said["at"].endswith("Z")


PASSED = "<testsuites><testcase classname='a' name='b'/></testsuites>"


def pretended(folder: Path, name: str, code: str) -> Wanted:
    """A suite that runs a few lines, in which `wait(file)` waits until that file is there, and `ends()` ends well."""
    results = folder / f"{name}.xml"
    known = (
        "import time, pathlib\n"
        f"here = pathlib.Path({str(folder)!r})\n"
        "def wait(name):\n    while not (here / name).exists(): time.sleep(0.01)\n"
        f"def ends(): pathlib.Path({str(results)!r}).write_text({PASSED!r})\n"
    )
    return Wanted(name, [sys.executable, "-c", known + code], results)


def test_the_journeys_run_beside_the_others_and_are_read_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_tests, "RESULTS", tmp_path)
    tally = Tally()
    suites = [
        pretended(
            tmp_path, "vault", "(here / 'one').touch(); wait('two'); print('said 1'); ends()"
        ),
        pretended(tmp_path, "relay", "print('said 2'); ends()"),
        pretended(
            tmp_path, "journeys", "wait('one'); (here / 'two').touch(); print('said 3'); ends()"
        ),
    ]
    run_all(suites, tally)
    lines = capfd.readouterr().out.splitlines()
    said = [
        line for line in lines if line.startswith("said") or line.endswith(("vault", "journeys"))
    ]
    assert said == ["── vault", "said 1", "said 2", "── journeys", "said 3"]
    assert (tally.passed, tally.failed, tally.broke) == (3, [], [])


def test_no_more_than_three_run_at_once_and_the_next_starts_when_one_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_tests, "RESULTS", tmp_path)
    tally = Tally()
    suites = [
        pretended(
            tmp_path, "vault", "wait('planes'); assert not (here / 'relay').exists(); ends()"
        ),
        pretended(tmp_path, "planes", "(here / 'planes').touch(); wait('vault.xml'); ends()"),
        pretended(tmp_path, "relay", "(here / 'relay').touch(); ends()"),
        pretended(tmp_path, "journeys", "wait('planes'); wait('relay'); ends()"),
    ]
    run_all(suites, tally)
    assert (tally.passed, tally.failed, tally.broke) == (4, [], [])


def test_the_journeys_alone_print_as_they_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_tests, "RESULTS", tmp_path)
    run_all([pretended(tmp_path, "journeys", "print('said'); ends()")], Tally())
    assert "said" in capfd.readouterr().out
    assert not (tmp_path / "journeys.txt").exists()


def test_journeys_that_broke_off_beside_the_others_are_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_tests, "RESULTS", tmp_path)
    tally = Tally()
    suites = [pretended(tmp_path, "vault", "ends()"), pretended(tmp_path, "journeys", "exit(3)")]
    run_all(suites, tally)
    assert (tally.broke, tally.failed) == (["journeys"] * 2, ["journeys: ended with code 3"])


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_what_interrupts_the_run_ends_every_suite_and_proves_nothing(
    tmp_path: Path, sent: signal.Signals
) -> None:
    waits = (
        "import os; (here / f'{os.getpid()}.runs').touch()\n"
        "try: wait('never')\n"
        "finally: (here / f'{os.getpid()}.stopped').touch()\n"
    )
    both = [pretended(tmp_path, name, waits) for name in ("vault", "journeys")]
    code = (
        "import pathlib, sys, run_tests\nfrom run_tests import Wanted\n"
        f"from pathlib import {type(tmp_path).__name__}\n"
        f"run_tests.RESULTS = pathlib.Path({str(tmp_path / 'tests')!r})\n"
        f"run_tests.wanted = lambda only, prove: {both!r}\n"
        "sys.exit(run_tests.main())"
    )
    runner = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 30
    while len(list(tmp_path.glob("*.runs"))) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    runner.send_signal(sent)
    said, _ = runner.communicate(timeout=30)
    assert (runner.returncode, said.splitlines()[-1]) == (
        130,
        "Interrupted: this run proves nothing.",
    )
    running = {int(file.stem) for file in tmp_path.glob("*.runs")}
    assert {int(file.stem) for file in tmp_path.glob("*.stopped")} == running
    assert not (tmp_path / "tests" / "claims.json").exists()
