"""Runs every suite, each with the settings it needs, and ends with one line: `N passed, N failed`.

    python tools/run_tests.py [--prove] [SUITE …]

Planes have settings of their own, so each is a process of its own. The journeys, which mostly wait for
a browser, run beside all others, which run one after another; what they print follows at the end. What
the suites say about the claims is put together in build/tests/claims.json.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import IO, Never
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "tests"
ENDED = (0, 1)  # all passed, or some failed; with any other code a suite broke off
BESIDE = "journeys"  # the suite that takes longest runs beside the others
TO_END = 20  # seconds that a suite has to stop what it started
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
    Suite("journeys", ("tests/journeys",)),
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


@dataclass
class Run:
    """A suite that is running."""

    name: str
    process: subprocess.Popen[bytes]
    results: Path
    none_is_fine: bool
    started: float = field(default_factory=time.time)

    def wait(self, tally: Tally) -> None:
        """Until the suite has ended; then it counts."""
        self._ended(tally, self.process.wait(), time.time())

    def follow(self, said: Path, tally: Tally) -> None:
        """The same for one that ran beside others: first what it has said, then what it still says."""
        print(f"\n── {self.name}", flush=True)
        with said.open(errors="replace") as printed:
            while self.process.poll() is None:
                _pass_on(printed)
                time.sleep(0.2)
            _pass_on(printed)
        # Its last line is from when it ended, which may be long ago.
        self._ended(tally, self.process.returncode, said.stat().st_mtime)

    def _ended(self, tally: Tally, code: int, at: float) -> None:
        tally.read(self.name, self.results, 0 if code == NO_TESTS and self.none_is_fine else code)
        print(f"── {self.name}: {at - self.started:.0f} s", flush=True)


def _pass_on(printed: IO[str]) -> None:
    print(printed.read(), end="", flush=True)


@contextmanager
def running(
    name: str, command: list[str], results: Path, *, none_is_fine: bool, said: Path | None = None
) -> Iterator[Run]:
    """A suite in a process group of its own: a terminal's Ctrl-C reaches us alone, and we pass it on once.

    What it prints goes into `said`, when that is given. Whatever ends us ends the suite.
    """
    if said is None:
        print(f"\n── {name}", flush=True)
    results.unlink(missing_ok=True)
    with ExitStack() as held:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=held.enter_context(said.open("wb")) if said else None,
            stderr=subprocess.STDOUT if said else None,
            process_group=0,
        )
    try:
        yield Run(name, process, results, none_is_fine)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Lets a suite that still runs stop what it started, and waits for it; then nothing of it is left."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def interrupted(_signal: int, _frame: FrameType | None) -> Never:
    raise KeyboardInterrupt


def run_all(wanted: list[Wanted], tally: Tally) -> None:
    """One suite after another, and beside them the journeys; alone they print as they go."""
    beside = [each for each in wanted if each.name == BESIDE and len(wanted) > 1]
    with ExitStack() as held:
        others = [
            (held.enter_context(each.start(said=each.said)), each.said) for each in beside
        ]
        for each in wanted:
            if each not in beside:
                with each.start() as run:
                    run.wait(tally)
        for run, said in others:
            run.follow(said, tally)


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
    tally, tested = Tally(), tree()
    if not prove and (not only or "web" in only):
        results = RESULTS / "web.xml"
        reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={results}"]
        vitest = [str(ROOT / "node_modules" / ".bin" / "vitest"), "run", *reporters]
        run("web", vitest, results, tally, none_is_fine=False)
    for suite in SUITES:
        if suite.present() and (not only or suite.name in only):
            command = suite.command(prove=prove)
            run(suite.name, command, suite.results, tally, none_is_fine=prove)
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
