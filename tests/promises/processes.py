"""The memory of running processes, read as a debugger reads it."""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
PIECE = 16 * 1024 * 1024
OVERLAP = 4096


def tree(pid: int) -> list[int]:
    """A process and all that it started, as they are now."""
    parents: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdecimal():
            try:
                after_name = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue  # it ended meanwhile
            parents.setdefault(int(after_name[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(one := waiting.pop())
        waiting += parents.get(one, [])
    return found


def open_files(pid: int) -> Iterator[tuple[str, bytes]]:
    """What a process holds open and reads from a disk, deleted files included."""
    for entry in (_PROC / str(pid) / "fd").iterdir():
        with contextlib.suppress(OSError):
            if stat.S_ISREG(entry.stat().st_mode):
                yield os.readlink(entry), entry.read_bytes()


def memory(pid: int) -> Iterator[bytes]:
    """Every readable page of a process, in pieces that overlap."""
    with (_PROC / str(pid) / "mem").open("rb", buffering=0) as mem:
        for line in (_PROC / str(pid) / "maps").read_text().splitlines():
            span, mode, _, _, _, *name = line.split(maxsplit=5)
            if "r" not in mode or name[:1] in (["[vvar]"], ["[vsyscall]"], ["[vvar_vclock]"]):
                continue
            if "w" not in mode and name and not name[0].startswith("["):
                continue  # a program file as it lies on the disk
            start, end = (int(each, 16) for each in span.split("-"))
            yield from _span(mem.fileno(), start, end)


def _span(mem: int, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, PIECE):
        try:
            yield os.pread(mem, min(PIECE + OVERLAP, end - at), at)
        except OSError:
            return  # reserved, not there
