"""A row as one line of JSON, and back: as it lies in the table, sealed bytes as base64, opened by nobody."""

import base64
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from quenotte.vault.handover import tables
from quenotte.vault.practices.models import Practice

type Line = dict[str, Any]
type Column = "models.Field[Any, Any]"


class NotOurs(Exception):
    """A line that this version of the program does not know how to keep."""


def columns(model: type[models.Model]) -> Iterator[Column]:
    """All that is written of a model; the practice is the same for every row."""
    for field in model._meta.concrete_fields:
        if field.name != "practice" and not isinstance(field, models.CompositePrimaryKey):
            yield field


def written(row: models.Model) -> Line:
    return {field.name: _out(field, getattr(row, field.attname)) for field in columns(type(row))}


def _out(field: Column, value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def practice_of(said: Line) -> Practice:
    """The practice's own row, written."""
    known = {field.name: field for field in columns(Practice) if field.name != "id"}
    if set(said) != {*known, "id"}:
        raise NotOurs("a practice has other columns here")
    practice = Practice(**{name: _in(field, said[name]) for name, field in known.items()})
    practice.save(force_insert=True)
    return practice


class Reading:
    """Rows become ours one after the other; what points to another finds it under its new number.

    Nothing points to a row that did not come along, so nobody next door is reached.
    """

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self._numbers: dict[tuple[str, Any], Any] = {}

    def keep(self, label: str, said: object) -> models.Model:
        """The row, written. NotOurs for a table, a column or a value that we do not know."""
        if label not in tables.TRAVELS or not isinstance(said, dict):
            raise NotOurs(f"it holds the table {label}")
        model = tables.model(label)
        known = {field.name: field for field in columns(model)}
        if set(said) != set(known):
            raise NotOurs(f"{label} has other columns here")
        given = {known[name].attname: self._in(known[name], said[name]) for name in known}
        own = known.get(model._meta.pk.name)
        former = said[own.name] if own else None
        if isinstance(own, models.AutoField):
            del given[own.attname]  # this vault counts for itself
        if any(field.name == "practice" for field in model._meta.concrete_fields):
            given["practice"] = self.practice
        row = model(**given)
        row.save(force_insert=True)
        if own is not None:
            self._numbers[label, former] = row.pk
        return row

    def _in(self, field: Column, value: Any) -> Any:
        if not isinstance(field, models.ForeignKey) or (value is None and field.null):
            return _in(field, value)
        target = field.related_model._meta.label
        if (target, value) not in self._numbers:
            raise NotOurs(f"a row points to a {target} that did not come along")
        return self._numbers[target, value]


def _in(field: Column, value: Any) -> Any:
    """One column's value. NotOurs for what does not belong there."""
    if value is None and field.null:
        return None
    try:
        if isinstance(field, models.BinaryField):
            return base64.b64decode(value, validate=True)
        if isinstance(field, models.JSONField):
            return value
        read = field.to_python(value)
        field.run_validators(read)
    except (ValidationError, ValueError, TypeError):
        read = None
    if read is None:
        raise NotOurs(f"a {field.name} holds what does not belong there")
    return read
