"""Runs every suite, each with the settings it needs, and ends with one line: `N passed, N failed`.

    python tools/run_tests.py [--prove] [SUITE …]

Planes have settings of their own, so each is a process of its own. Three run at once: the journeys, which mostly wait
for a browser, start first, in two halves, and what they print follows at the end. What the suites say about the claims
is put together in build/tests/claims.json.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Never
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "tests"
ENDED = (0, 1)  # all passed, or some failed; with any other code a suite broke off
LONGEST = ("journeys", "journeys-m-z")  # started first and read last
AT_ONCE = 3  # more would make the browsers of a machine with two cores wait for each other
TO_END = 10  # seconds that a suite has to stop what it started
NO_TESTS = 5  # pytest's exit code when it collected none
IN_A_NAME = re.compile(r"\((P\d+[a-z]?(?:, P\d+[a-z]?)*)\)$")  # how vitest's tests name claims


@dataclass(frozen=True)
class Suite:
    """One run of pytest; it is skipped while its folders do not exist."""

    name: str
    folders: tuple[str, ...]
    options: tuple[str, ...] = ()

    def command(self, *, prove: bool) -> list[str]:
        pytest = [sys.executable, "-m", "pytest", "-q", "-m", "prove" if prove else "not prove"]
        return [*pytest, f"--junit-xml={self.results}", *self.options, *self.present()]

    @property
    def results(self) -> Path:
        return RESULTS / f"{self.name}.xml"

    def present(self) -> list[str]:
        return [folder for folder in self.folders if any((ROOT / folder).rglob("test_*.py"))]


SUITES = (
    Suite(
        "plain",
        ("tests/base", "tests/envelope", "tests/register", "tests/tools", "tests/mutation"),
    ),
    Suite("site", ("tests/site",), ("--ds=quenotte.site.settings",)),
    Suite("vault", ("tests/vault",), ("--ds=quenotte.vault.settings",)),
    Suite("postgresql", ("tests/vault",), ("--ds=quenotte.vault.settings", "--postgresql")),
    Suite("relay", ("tests/relay",), ("--ds=quenotte.relay.settings",)),
    # These start the real processes, each with its own settings.
    Suite("planes", ("tests/planes",)),
    Suite("promises", ("tests/promises",)),
    Suite("journeys", ("tests/journeys",), ("--ignore-glob=*/journeys/test_[m-z]*",)),
    Suite("journeys-m-z", ("tests/journeys",), ("--ignore-glob=*/journeys/test_[a-l]*",)),
)


@dataclass
class Tally:
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: int = 0
    broke: list[str] = field(default_factory=list)  # suites that did not reach their end
    claims: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def read(self, suite: str, results: Path, code: int) -> None:
        """Counts one suite's JUnit file. A suite that broke off is a failure even without one."""
        before = len(self.failed)
        try:
            cases = list(ElementTree.parse(results).iter("testcase"))
        except (OSError, ElementTree.ParseError):
            cases = []
            self.broke.append(suite)
        for case in cases:
            name = f"{suite}: {case.get('classname')}::{case.get('name')}"
            if case.find("skipped") is not None:
                self.skipped += 1
                outcome = "skipped"
            elif case.find("failure") is not None or case.find("error") is not None:
                self.failed.append(name)
                outcome = "failed"
                if case.get("name") == case.get("classname"):  # vitest could not read the file
                    self.broke.append(suite)
            else:
                self.passed += 1
                outcome = "passed"
            for claim in claims_of(case):
                self.claims.setdefault(claim, {}).setdefault(outcome, []).append(name)
        if code != 0 and len(self.failed) == before:
            self.failed.append(f"{suite}: ended with code {code}")
            self.broke.append(suite)
        elif code not in ENDED:
            self.broke.append(suite)
        elif suite in self.broke:
            self.failed.append(f"{suite}: left no results")


def claims_of(case: ElementTree.Element) -> list[str]:
    """The claims that a test names: by its markers, or in vitest at the end of its name."""
    marked = case.iterfind("./properties/property[@name='claim']")
    named = IN_A_NAME.search(case.get("name", ""))
    return [
        *(claim.get("value", "") for claim in marked),
        *(named[1].split(", ") if named else []),
    ]


@dataclass(frozen=True)
class Wanted:
    """A suite as it is started."""

    name: str
    command: list[str]
    results: Path
    none_is_fine: bool = False


@dataclass
class Run:
    """A suite that was started; `said` is where it prints, when that is not the terminal."""

    suite: Wanted
    process: subprocess.Popen[bytes]
    said: Path | None
    started: float = field(default_factory=time.time)

    def read(self, tally: Tally, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Waits for its end, shows what it prints, and counts it; `meanwhile` is done again and again."""
        name = self.suite.name
        print(f"\n── {name}", flush=True)
        if self.said is None:
            self.process.wait()
            ended = time.time()
        else:
            follow(self.process, self.said, meanwhile)
            ended = self.said.stat().st_mtime  # its last line is from then, which may be long ago
        code = self.process.returncode
        if code == NO_TESTS and self.suite.none_is_fine:
            code = 0
        tally.read(name, self.suite.results, code)
        print(f"── {name}: {ended - self.started:.0f} s", flush=True)


def follow(process: subprocess.Popen[bytes], said: Path, meanwhile: Callable[[], None]) -> None:
    """What it has printed, and what it still prints."""
    with said.open(errors="replace") as printed:
        while process.poll() is None:
            meanwhile()
            print(printed.read(), end="", flush=True)
            time.sleep(0.2)
        print(printed.read(), end="", flush=True)


@contextmanager
def running(suite: Wanted, said: Path | None = None) -> Iterator[Run]:
    """In a process group of its own: a terminal's Ctrl-C reaches us alone, and each suite once, from us."""
    suite.results.unlink(missing_ok=True)
    with ExitStack() as held:
        process = subprocess.Popen(
            suite.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=held.enter_context(said.open("wb")) if said else None,
            stderr=subprocess.STDOUT if said else None,
            process_group=0,
        )
    try:
        yield Run(suite, process, said)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Lets a suite that still runs stop what it started; one that does not, even asked again, is killed."""
    for sent in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, sent)  # a browser as well, or its test would wait for it
        with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(TO_END)


def run_all(suites: list[Wanted], tally: Tally) -> None:
    """Several at once, each read in its turn, the longest last; one that is alone prints as it goes."""
    if len(suites) == 1:
        with running(suites[0]) as run:
            run.read(tally)
        return
    waiting = sorted(suites, key=lambda suite: suite.name not in LONGEST)
    runs: dict[str, Run] = {}
    with ExitStack() as held:

        def go_on() -> None:
            while waiting and sum(run.process.poll() is None for run in runs.values()) < AT_ONCE:
                suite = waiting.pop(0)
                said = RESULTS / f"{suite.name}.txt"
                runs[suite.name] = held.enter_context(running(suite, said))

        for suite in sorted(suites, key=lambda suite: suite.name in LONGEST):
            go_on()
            while suite.name not in runs:
                time.sleep(0.2)
                go_on()
            runs[suite.name].read(tally, meanwhile=go_on)


def interrupted(_signal: int, _frame: FrameType | None) -> Never:
    raise KeyboardInterrupt


def asked(code: str) -> str:
    """What the package under test answers, as an installation would."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.strip()


def tree() -> str:
    """The hash of the package under test, as an installation computes its own."""
    return asked("from quenotte.base.evidence import tree; print(tree())")


def unfounded(named: set[str]) -> list[str]:
    """What a whole run's claims may not be: unknown to the register, or built and named by no test."""
    code = (
        "import json; from quenotte.register.claims import BUILT, CLAIMS;"
        " print(json.dumps([sorted(CLAIMS), sorted(BUILT)]))"
    )
    known, built = map(set, json.loads(asked(code)))
    return [
        *(f"claims: {claim} is named by a test and declared nowhere" for claim in named - known),
        *(f"claims: {claim} is built and no test names it" for claim in built - named),
    ]


def commit() -> str:
    """Where the history stood while it was tested; "" outside a repository."""
    git = ["git", "rev-parse", "HEAD"]
    try:
        done = subprocess.run(git, check=False, capture_output=True, text=True, cwd=ROOT)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def write_claims(tally: Tally, *, tested: str) -> None:
    """What every claim's tests said in a whole run, keyed by the tree that they ran on."""
    if tree() != tested:
        print("The package changed while it was tested: this run proves nothing about it.")
        return
    if tally.broke:
        names = ", ".join(sorted(set(tally.broke)))
        print(f"{names} did not reach the end: this run proves nothing.")
        return
    said = {
        "tree": tested,
        "commit": commit(),
        "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "claims": tally.claims,
    }
    text = json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False)
    (RESULTS / "claims.json").write_text(text + "\n")


def wanted(only: set[str], *, prove: bool) -> list[Wanted]:
    """Those that were asked for by name, or all of them."""
    found = []
    if not prove and (not only or "web" in only):
        results = RESULTS / "web.xml"
        reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={results}"]
        vitest = [str(ROOT / "node_modules" / ".bin" / "vitest"), "run", *reporters]
        found.append(Wanted("web", vitest, results))
    for suite in SUITES:
        if suite.present() and (not only or suite.name in only):
            command = suite.command(prove=prove)
            found.append(Wanted(suite.name, command, suite.results, none_is_fine=prove))
    return found


def main() -> int:
    prove = "--prove" in sys.argv[1:]
    only = {word for word in sys.argv[1:] if not word.startswith("--")}
    unknown = only - {suite.name for suite in SUITES} - {"web"}
    if unknown:
        names = ", ".join(["web", *(suite.name for suite in SUITES)])
        print(f"There is no suite {', '.join(sorted(unknown))}; there are: {names}.")
        return 2
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # In the background SIGINT is ignored, and the suites would inherit that; nohup means what it says.
        if ending != signal.SIGHUP or signal.getsignal(ending) != signal.SIG_IGN:
            signal.signal(ending, interrupted)
    tally, tested = Tally(), tree()
    try:
        run_all(wanted(only, prove=prove), tally)
    except KeyboardInterrupt:
        print("\nInterrupted: this run proves nothing.")
        return 130
    if not only and not prove:  # a part of the suites proves nothing
        tally.failed += sorted(unfounded(set(tally.claims)))
        write_claims(tally, tested=tested)
    print()
    for name in tally.failed:
        print(f"failed   {name}")
    if tally.skipped:
        print(f"{tally.skipped} skipped")
    print(f"{tally.passed} passed, {len(tally.failed)} failed", flush=True)
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
