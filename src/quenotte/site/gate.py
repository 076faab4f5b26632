"""The site's gate: called by every entry point, through the app's start."""

from functools import partial

from quenotte.base import log, stored, templates
from quenotte.register import REGISTER, doorways, gate, shapes
from quenotte.register.lists.payloads import PAYLOADS
from quenotte.site import holds


def check() -> None:
    """Raises Undeclared, naming the field, when a table holds what the register does not declare."""
    gate.check(
        fields=stored.fields(),
        bindings=holds.BINDINGS,
        register=REGISTER,
        where="quenotte/site/holds.py",
        third_party=holds.THIRD_PARTY,
    )


def stand() -> None:
    """The gate, and from here on the doorways: what is logged, what a page asks, which keys JSON has."""
    check()
    log.only(doorways.line)
    templates.only(partial(shapes.controls, register=REGISTER))
    schemas = {name: held.schema for name, held in holds.BINDINGS.items()}
    stored.closed({name: key for name, key in schemas.items() if key in PAYLOADS}, shapes.payload)
