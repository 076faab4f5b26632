"""The names of everything that Django's installed apps would store."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.models.signals import pre_save

from quenotte.base.declared import Column

# JSON and bytes hold what nobody sees; a file lies elsewhere and its column only points at it.
_OPAQUE = (models.JSONField, models.BinaryField, models.FileField)


def fields(of: Apps = apps) -> Iterator[Column]:
    """Every column of every table, and what stands for several of them.

    A model answers for the columns that it inherits from another table too. Tables that Django makes
    for a many-to-many are named beside its field, generic relations beside their two columns. A
    proxy has no table of its own, a field of another library's making counts as opaque.
    """
    for model in of.get_models(include_auto_created=True):
        meta = model._meta
        if meta.proxy:
            continue
        table = f"{meta.app_label}.{model.__name__}"
        for field in (*meta.concrete_fields, *meta.many_to_many, *meta.private_fields):
            if not isinstance(field, models.CompositePrimaryKey):  # its columns are named already
                yield Column(
                    f"{table}.{field.name}",
                    model.__module__,
                    opaque=_opaque(field),
                    binary=type(field) is models.BinaryField,
                )


def _opaque(field: Any) -> bool:
    known = type(field).__module__.startswith(("django.db.models.", "django.contrib.contenttypes."))
    return isinstance(field, _OPAQUE) or not known


def closed(schemas: Mapping[str, str], check: Callable[[str, Any], object]) -> None:
    """From here on, what is saved into these JSON columns passes `check`: `{"app.Model.field": schema}`.

    A bulk write gives no signal: what is written so has keys that our own code spells.
    """
    of_model: dict[str, list[tuple[str, str]]] = {}
    for name, schema in schemas.items():
        model, _, field = name.rpartition(".")
        of_model.setdefault(model, []).append((field, schema))

    def saving(sender: type[models.Model], instance: models.Model, **_: object) -> None:
        label = f"{sender._meta.app_label}.{sender.__name__}"
        for field, schema in of_model.get(label, ()):
            check(schema, getattr(instance, field))

    pre_save.connect(saving, weak=False, dispatch_uid="quenotte.base.stored")
