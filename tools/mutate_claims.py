"""Breaks one mechanism at a time, in a copy, and looks which sentences turn red (P77).

    python tools/mutate_claims.py [--jobs N] [FAULT …]

A fault (tests/mutation/faults.py) has to turn red exactly the claims that it names: the tests of every
other claim still pass. Ends with `N of M built claims can be turned red`.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from run_tests import ROOT, Tally, asked

from tests.mutation.faults import FAULTS, Fault

# What a fault may name, and how that is run. The gate's tests start processes, so they stand apart.
GATED = (
    "tests/base/test_log.py",
    "tests/register/test_every_plane_is_gated.py",
    "tests/register/test_one_file.py",
    "tests/register/test_planted.py",
    "tests/register/test_who_may_not_start.py",
)
RUNS: dict[str, tuple[str, ...]] = {
    "register": ("tests/base", "tests/register", *(f"--ignore={path}" for path in GATED)),
    "gate": GATED,
    "site": ("tests/site", "--ds=quenotte.site.settings"),
    "vault": ("tests/vault", "--ds=quenotte.vault.settings"),
    "relay": ("tests/relay", "--ds=quenotte.relay.settings"),
}
LINKED = (".venv", "node_modules")
BUILT_FILES = ("src/quenotte/static", "src/quenotte/demo/bundle.json")
WHOLE = (0, 1)  # pytest's exit codes after a run that reached its end


def copied(into: Path) -> Path:
    """The tree as it stands, with what is committed to nobody: built files and installed packages."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    for name in LINKED:
        (into / name).symlink_to(ROOT / name)
    for name in BUILT_FILES:
        if not (into / name).exists() and (ROOT / name).exists():
            (into / name).symlink_to(ROOT / name)
    for compiled in (ROOT / "src").rglob("*.mo"):
        shutil.copy2(compiled, into / compiled.relative_to(ROOT))
    return into


@cache
def built() -> frozenset[str]:
    """The claims that count: one that is not built stays so, whatever its tests say."""
    return frozenset(asked("from quenotte.register.claims import BUILT; print(*BUILT)").split())


@dataclass
class Seen:
    """The claims that are red after a run, and what did not reach its end."""

    red: set[str] = field(default_factory=set)
    broke: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def run(tree: Path, suites: tuple[str, ...]) -> Seen:
    """The claims' tests of some suites, in a copy."""
    seen, tally = Seen(), Tally()
    for name in suites:
        results = tree / f"results-{name}.xml"
        results.unlink(missing_ok=True)
        command = _vitest(results) if name == "web" else _pytest(name, results)
        paths = os.pathsep.join([str(tree / "src"), str(tree), str(tree / "tools")])
        environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("QUENOTTE_CLAIMS", None)
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, cwd=tree, env=environment
        )
        if done.returncode not in WHOLE or not results.exists():
            seen.broke.append(f"{name} ended with code {done.returncode}\n{done.stdout[-2000:]}")
        tally.read(name, results, 0)
    seen.red = {claim for claim, said in tally.claims.items() if said.get("failed")} & built()
    seen.failed = tally.failed
    return seen


def _pytest(name: str, results: Path) -> list[str]:
    pytest = [sys.executable, "-m", "pytest", "-q", "-m", "claim and not prove"]
    return [*pytest, "-p", "no:cacheprovider", f"--junit-xml={results}", *RUNS[name]]


def _vitest(results: Path) -> list[str]:
    vitest = [str(ROOT / "node_modules" / ".bin" / "vitest"), "run", "--reporter=junit"]
    return [*vitest, f"--outputFile.junit={results}"]


def applied(fault: Fault, tree: Path) -> str:
    """Breaks the copy; what the file was before, so that it can be mended."""
    path = tree / fault.file
    text = path.read_text()
    if text.count(fault.before) != 1:
        raise SystemExit(
            f"{fault.name}: its text stands {text.count(fault.before)} times in {path}"
        )
    path.write_text(text.replace(fault.before, fault.after))
    return text


def judged(fault: Fault, seen: Seen, before: Seen) -> list[str]:
    """What is wrong with a fault's outcome; nothing when it turned exactly its sentences red."""
    red = seen.red - before.red
    wrong = list(seen.broke)
    if missing := set(fault.reds) - red:
        wrong.append(f"stays green: {', '.join(sorted(missing))}")
    if more := red - set(fault.reds):
        failed = "\n    ".join(name for name in seen.failed if name not in before.failed)
        wrong.append(f"turned red too: {', '.join(sorted(more))}\n    {failed}")
    return wrong


def main(arguments: list[str]) -> int:
    jobs = 1
    if "--jobs" in arguments:
        at = arguments.index("--jobs")
        jobs = int(arguments[at + 1])
        del arguments[at : at + 2]
    faults = [fault for fault in FAULTS if not arguments or fault.name in arguments]
    if unknown := set(arguments) - {fault.name for fault in faults}:
        print(f"There is no fault {', '.join(sorted(unknown))}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="quenotte-mutation-") as folder:
        trees: queue.Queue[Path] = queue.Queue()
        for number in range(jobs):
            trees.put(copied(Path(folder) / str(number)))
        whole = _baseline(trees, faults)
        wrong = list(whole.broke)
        wrong += [f"red before any fault: {claim}" for claim in sorted(whole.red)]
        turned = _turned(faults, trees, whole, wrong, jobs)
    if not arguments:
        wrong += [f"no fault turns it red: {claim}" for claim in sorted(built() - turned)]
    for line in wrong:
        print(line)
    print(f"{len(built() & turned)} of {len(built())} built claims can be turned red")
    return 1 if wrong else 0


def _baseline(trees: queue.Queue[Path], faults: list[Fault]) -> Seen:
    """The same tests without any fault: what is red here says nothing about a fault."""
    suites = tuple(sorted({suite for fault in faults for suite in fault.suites}))
    tree = trees.get()
    print(f"without a fault: {', '.join(suites)}", flush=True)
    seen = run(tree, suites)
    trees.put(tree)
    return seen


def _turned(
    faults: list[Fault], trees: queue.Queue[Path], before: Seen, wrong: list[str], jobs: int
) -> set[str]:
    """The claims that a fault turned red as it should; the others' complaints go to `wrong`."""
    turned: set[str] = set()
    printing = threading.Lock()

    def one(fault: Fault) -> None:
        tree, started = trees.get(), time.monotonic()
        text = applied(fault, tree)
        try:
            found = judged(fault, run(tree, fault.suites), before)
        finally:
            (tree / fault.file).write_text(text)
            trees.put(tree)
        with printing:
            took = f"{time.monotonic() - started:.0f} s"
            print(f"{'no ' if found else 'yes'} {fault.name} ({took})", flush=True)
            wrong.extend(f"{fault.name}: {line}" for line in found)
            if not found:
                turned.update(fault.reds)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, faults))
    return turned


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
