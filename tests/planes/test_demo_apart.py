"""The running demo: each process holds its own files open, and no other plane's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quenotte.demo.run import Demo, running
from tests.promises.processes import tree

PROCESSES = {
    "site": ("site", "site-worker"),
    "vault": ("vault", "vault-worker"),
    "relay": ("relay",),
}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with running(folder=None, port=0) as one:
        yield one


def files_of(demo: Demo, name: str) -> set[str]:
    """What a part of the demo holds open in the data folder, its children included."""
    held = set()
    for pid in tree(demo.processes[name].pid):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            target = entry.resolve()
            if target.parent == demo.folder:
                held.add(target.name.partition(".")[0])
    return held


@pytest.mark.claim("P11")
@pytest.mark.parametrize("plane", PROCESSES)
def test_a_process_holds_no_file_of_another_plane(demo: Demo, plane: str) -> None:
    for name in PROCESSES[plane]:
        assert files_of(demo, name) <= {plane}


def test_databases_are_held_open_so_that_the_look_above_can_see_them(demo: Demo) -> None:
    assert files_of(demo, "vault-worker") == {"vault"}


@pytest.mark.claim("P11")
def test_no_secret_stands_in_another_s_environment(demo: Demo) -> None:
    """The three secret files hold six secrets; no process is handed any of them."""
    secrets = {
        word
        for path in demo.folder.glob("*.secret.json")
        for word in path.read_text().split('"')
        if len(word) >= 32
    }
    assert len(secrets) >= 6
    for process in demo.processes.values():
        handed = Path(f"/proc/{process.pid}/environ").read_text()
        said = Path(f"/proc/{process.pid}/cmdline").read_text()
        assert not any(secret in handed + said for secret in secrets)
