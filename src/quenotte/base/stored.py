"""The names of everything that Django's installed apps would store."""

from collections.abc import Iterator

from django.apps import apps


def fields() -> Iterator[str]:
    """Every concrete column and many-to-many table, as `app.Model.field`."""
    for model in apps.get_models(include_auto_created=False):
        label = f"{model._meta.app_label}.{model.__name__}"
        for field in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many):
            yield f"{label}.{field.name}"
