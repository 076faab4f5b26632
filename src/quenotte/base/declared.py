"""What a gate and a doorway speak of: something that would be kept or sent, and its refusal."""

import re
from dataclasses import dataclass


class Undeclared(Exception):
    """The register does not declare it. `name` is what was found; the message says where to declare it."""

    def __init__(self, said: str, *, name: str = "") -> None:
        super().__init__(said)
        self.name = re.sub(r"[^\w.:*-]", "?", name)[:80]  # as a log may print it


def refusal(what: str, name: str, *, where: str) -> Undeclared:
    """That something has no declaration, by name; `where` is the file in which to declare it."""
    return Undeclared(f"{what} {name} is not declared; declare it in {where}", name=name)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, one table of links, or one file: `app.Model.field`."""

    name: str
    module: str = "quenotte"  # whose model it is
    opaque: bool = False  # JSON, bytes, a file, a type of its own: what lies in it is not seen
    binary: bool = False  # bytes: the one kind that can hold something sealed

    @property
    def model(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def ours(self) -> bool:
        return self.module.partition(".")[0] == "quenotte"
