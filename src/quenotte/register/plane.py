"""How a plane stands at the gate: its tables as they are, its `holds` module as it declares them."""

from collections.abc import Mapping
from functools import partial
from typing import Protocol

from quenotte.base import log, stored, templates
from quenotte.register import REGISTER, doorways, gate, shapes
from quenotte.register.lists.payloads import PAYLOADS


class Declared(Protocol):
    """A plane's `holds` module."""

    __name__: str

    @property
    def BINDINGS(self) -> Mapping[str, gate.Binding]: ...

    @property
    def THIRD_PARTY(self) -> Mapping[str, str]: ...


def check(holds: Declared) -> None:
    """Raises Undeclared, naming the field, when a table holds what the register does not declare."""
    gate.check(
        fields=stored.fields(),
        bindings=holds.BINDINGS,
        register=REGISTER,
        where=f"{holds.__name__.replace('.', '/')}.py",
        third_party=holds.THIRD_PARTY,
    )


def stand(holds: Declared) -> None:
    """The gate, and from here on the doorways: what is logged, what a page asks, which keys JSON has."""
    check(holds)
    log.only(doorways.line)
    templates.only(partial(shapes.controls, register=REGISTER))
    schemas = {name: held.schema for name, held in holds.BINDINGS.items()}
    stored.closed({name: key for name, key in schemas.items() if key in PAYLOADS}, shapes.payload)
