"""No query without a practice (invariant 4).

`Model.objects` gives rows of one practice only: `Model.objects.of(practice)`. What has to cross
practices (the relay's lease, sweeps) says so with `everywhere(why)`.
"""

from typing import Any, Self, TypeVar

from django.db import models

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class NoPractice(Exception):
    """A query was about to run without a practice."""


class Scoped(models.QuerySet[M_co]):
    """A query set that refuses to run until it knows its practice."""

    _scoped = False

    def of(self, practice: models.Model) -> Self:
        found = self.filter(practice=practice)
        found._scoped = True
        return found

    def everywhere(self, why: str) -> Self:
        """Rows of all practices. `why` is for the reader, and may not be empty."""
        if not why:
            raise NoPractice("say why this concerns all practices")
        found = self.all()
        found._scoped = True
        return found

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]
        copy._scoped = self._scoped
        return copy

    def __or__(self, other: Any) -> Self:
        """Two scopes do not add up to one."""
        raise NoPractice(f"{self.model.__name__}: ask each practice on its own")

    __ror__ = __xor__ = __or__

    def union(self, *others: Any, all: bool = False) -> Self:
        raise NoPractice(f"{self.model.__name__}: ask each practice on its own")

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise NoPractice(f"{self.model.__name__}: raw SQL knows no practice")

    def _guard(self) -> None:
        related = self._hints.get("instance")  # type: ignore[attr-defined]
        if not self._scoped and related is None:  # what hangs on a row has that row's practice
            raise NoPractice(f"{self.model.__name__}: begin with .of(practice)")

    def _fetch_all(self) -> None:
        self._guard()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._guard()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._guard()
        return super().count()

    def exists(self) -> bool:
        self._guard()
        return super().exists()

    def update(self, **kwargs: Any) -> int:
        self._guard()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._guard()
        return super().delete()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._guard()
        return super().aggregate(*args, **kwargs)


ScopedManager = models.Manager.from_queryset(Scoped)
