"""Every version of every practice's policy, and its pages as they were first shown. Nothing about a patient."""

from django.db import models

from quenotte.base.kept import Kept
from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


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
