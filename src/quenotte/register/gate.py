"""Nothing is stored that the register does not declare.

Every column of a plane's tables is bound to a datum, or says why it is about nobody. The check is a
pure function over names, so that each entry point of each plane can call it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quenotte.base.declared import Column, Undeclared
from quenotte.register.lists.schemas import ANSWERS, SCHEMAS, SEALED, SHAPES
from quenotte.register.model import Activity, Category, Datum

__all__ = ["About", "Binding", "Holds", "Undeclared", "check"]


@dataclass(frozen=True)
class Holds:
    """The column holds this datum, written `activity.datum`; `schema` (lists/schemas.py) what lies in JSON or bytes."""

    datum: str
    schema: str = ""


@dataclass(frozen=True)
class About:
    """The column is about no patient: why it is there, in three words at least."""

    nobody: str
    schema: str = ""


type Binding = Holds | About

_FEWEST_WORDS = 3


def check(
    *,
    fields: Iterable[Column],
    bindings: Mapping[str, Binding],
    register: Mapping[str, Activity],
    where: str,
    third_party: Mapping[str, str] | None = None,
) -> None:
    """Refuse what nobody declared, what is declared and gone, and a register that is not whole.

    `where` is the file in which to declare. `third_party` exempts other people's apps, model by model:
    `{"app.Model": "why"}`.
    """
    columns = {column.name: column for column in fields}
    exempt = third_party or {}
    faults = [
        *_unknown(columns, bindings, exempt),
        *_stale(columns, bindings, exempt),
        *_wrong(bindings, _data(register)),
        *_opaque(columns, bindings),
        *(fault for key, activity in register.items() for fault in _incomplete(key, activity)),
    ]
    if faults:
        raise Undeclared("; ".join(faults) + f". Declare it in {where}, or in the register.")


def _unknown(
    columns: Mapping[str, Column], bindings: Mapping[str, Binding], exempt: Mapping[str, str]
) -> Iterator[str]:
    for name in sorted(columns.keys() - bindings.keys()):
        if columns[name].ours:
            yield f"{name} is stored but not declared"
        elif columns[name].model not in exempt:
            yield f"{name} is stored by {columns[name].module}, which THIRD_PARTY does not name"


def _stale(
    columns: Mapping[str, Column], bindings: Mapping[str, Binding], exempt: Mapping[str, str]
) -> Iterator[str]:
    for name in sorted(bindings.keys() - columns.keys()):
        yield f"{name} is declared but no longer stored"
    models = {column.model for column in columns.values() if not column.ours}
    for model, why in sorted(exempt.items()):
        if model not in models:
            yield f"{model} stands in THIRD_PARTY but is no model of another's"
        if not why.strip():
            yield f"{model} stands in THIRD_PARTY without a reason"


def _data(register: Mapping[str, Activity]) -> dict[str, Datum]:
    return {f"{key}.{datum.name}": datum for key in register for datum in register[key].data}


def _wrong(bindings: Mapping[str, Binding], declared: Mapping[str, Datum]) -> Iterator[str]:
    for name, binding in bindings.items():
        if isinstance(binding, About):
            if len(binding.nobody.split()) < _FEWEST_WORDS:
                yield f"{name} does not say why it is about nobody"
        elif binding.datum not in declared:
            yield f"{name} holds {binding.datum}, which the register does not know"
        elif (fit := _fit(declared[binding.datum])) and binding.schema not in fit:
            yield f"{name} holds {binding.datum}: a sealed datum in a clear column"


def _fit(datum: Datum) -> frozenset[str]:
    """The schemas that a column may have which holds it; empty for a datum that is in clear."""
    if datum.ask is not None or datum.category is Category.HEALTH:
        return ANSWERS
    return SEALED if datum.seal is not None else frozenset()


def _opaque(columns: Mapping[str, Column], bindings: Mapping[str, Binding]) -> Iterator[str]:
    for name in sorted(columns.keys() & bindings.keys()):
        if columns[name].opaque and not bindings[name].schema.strip():
            yield f"{name} is JSON, bytes or a file and names no schema of what lies in it"
    for name, schema in ((name, binding.schema) for name, binding in bindings.items()):
        if schema and schema not in SCHEMAS:
            yield f"{name} names the schema {schema}, which lists/schemas.py does not know"
        elif schema and schema not in SHAPES and name in columns and not columns[name].binary:
            yield f"{name} names the schema {schema}, and is no column of bytes"


def _incomplete(key: str, activity: Activity) -> Iterator[str]:
    """What a declaration can still lack after it was constructed."""
    if activity.key != key:
        yield f"the activity {activity.key} stands in the register as {key}"
    for said in ("title", "purpose", "basis_words", "service"):
        if not getattr(activity, said).strip():
            yield f"the activity {key} does not say its {said.replace('_', ' ')}"
    if not activity.data:
        yield f"the activity {key} declares no datum"
