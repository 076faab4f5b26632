"""Runs every suite, each with the settings it needs, and ends with one line: `N passed, N failed`.

    python tools/run_tests.py [--prove] [SUITE …]

Planes have settings of their own, so each is a process of its own. What the suites say about the
claims is put together in build/tests/claims.json.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "tests"
NO_TESTS = 5  # pytest's exit code when it collected none


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
    Suite("plain", ("tests/base", "tests/envelope", "tests/register", "tests/tools")),
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
    claims: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def read(self, suite: str, results: Path, code: int) -> None:
        """Counts one suite's JUnit file. A suite that broke off is a failure even without one."""
        before = len(self.failed)
        try:
            cases = list(ElementTree.parse(results).iter("testcase"))
        except (OSError, ElementTree.ParseError):
            cases = []
        for case in cases:
            name = f"{suite}: {case.get('classname')}::{case.get('name')}"
            if case.find("skipped") is not None:
                self.skipped += 1
                outcome = "skipped"
            elif case.find("failure") is not None or case.find("error") is not None:
                self.failed.append(name)
                outcome = "failed"
            else:
                self.passed += 1
                outcome = "passed"
            for claim in case.iterfind("./properties/property[@name='claim']"):
                self.claims.setdefault(claim.get("value", ""), {}).setdefault(outcome, []).append(
                    name
                )
        if code != 0 and len(self.failed) == before:
            self.failed.append(f"{suite}: ended with code {code}")


def run(name: str, command: list[str], results: Path, tally: Tally, *, none_is_fine: bool) -> None:
    print(f"\n── {name}", flush=True)
    results.unlink(missing_ok=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code == NO_TESTS and none_is_fine:
        code = 0
    tally.read(name, results, code)
    print(f"── {name}: {time.monotonic() - started:.0f} s", flush=True)


def tree() -> str:
    """The hash of the package under test, as an installation computes its own."""
    asked = "from quenotte.base.evidence import tree; print(tree())"
    done = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return done.stdout.strip()


def write_claims(tally: Tally, *, tested: str) -> None:
    """What every claim's tests said in a whole run, keyed by the tree that they ran on."""
    if tree() != tested:
        print("The package changed while it was tested: this run proves nothing about it.")
        return
    said = {"tree": tested, "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "claims": tally.claims}
    text = json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False)
    (RESULTS / "claims.json").write_text(text + "\n")


def main() -> int:
    prove = "--prove" in sys.argv[1:]
    asked = {word for word in sys.argv[1:] if not word.startswith("--")}
    unknown = asked - {suite.name for suite in SUITES} - {"web"}
    if unknown:
        names = ", ".join(["web", *(suite.name for suite in SUITES)])
        print(f"There is no suite {', '.join(sorted(unknown))}; there are: {names}.")
        return 2
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    tally, tested = Tally(), tree()
    if not prove and (not asked or "web" in asked):
        results = RESULTS / "web.xml"
        reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={results}"]
        vitest = [str(ROOT / "node_modules" / ".bin" / "vitest"), "run", *reporters]
        run("web", vitest, results, tally, none_is_fine=False)
    for suite in SUITES:
        if suite.present() and (not asked or suite.name in asked):
            command = suite.command(prove=prove)
            run(suite.name, command, suite.results, tally, none_is_fine=prove)
    if not asked and not prove:  # a part of the suites proves nothing
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
