"""Every version of every practice's policy, and its pages as they were first shown. Nothing about a patient."""

from typing import Any, Never

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


class Immutable(Exception):
    """What was published stays as it is; make the next version."""


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


class Version(Kept):
    """One version of a practice's policy: the canonical document of all languages, and its digest."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="policies")
    number = models.PositiveIntegerField()
    effective_date = models.DateField()  # of the day on which it was made, by the practice's clock
    made_at = models.DateTimeField()
    canonical = models.BinaryField()  # zlib
    sha256 = models.CharField(max_length=64)  # of the canonical bytes, hexadecimal

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="policies_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}/{self.number}"


class Page(Kept):
    """A version as a page in one language: the bytes that its permanent address gives for ever."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pages")
    language = models.CharField(max_length=2)
    html = models.BinaryField()  # zlib
    sha256 = models.CharField(max_length=64)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="policies_page_once")
        ]
