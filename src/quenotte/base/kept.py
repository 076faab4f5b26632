"""Rows that are written once: what was published stays as it is."""

from typing import Any, Never

from django.db import models


class Immutable(Exception):
    """What is published is never changed; make the next one."""


class Kept(models.Model):
    """Written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable(f"{type(self).__name__} {self.pk} is kept as it is")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise Immutable(f"{type(self).__name__} {self.pk} is kept as it is")
