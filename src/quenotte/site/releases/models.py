"""Immutable releases of a site: which bytes under which path, and which release is public now."""

from typing import Any, Never

from django.db import models

from quenotte.site.facts.models import Site


class Immutable(Exception):
    """What is published is never changed; publish the next release."""


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


class Blob(Kept):
    """Bytes under their SHA-256, with the compressed forms that a server sends. Shared by all sites."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    bytes = models.BinaryField()
    gzip = models.BinaryField(null=True)  # null: compressing gains nothing
    brotli = models.BinaryField(null=True)

    def __str__(self) -> str:
        return self.sha256


class Release(Kept):
    """All paths of a site at one moment: `{path: {"sha256", "status", "headers"}}`, and the digest of that."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    manifest = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="releases_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.site}/{self.number}"


class Pointer(models.Model):
    """Which release the public sees. The only thing here that changes."""

    site = models.OneToOneField(
        Site, on_delete=models.PROTECT, related_name="pointer", primary_key=True
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT)
    flipped_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.release)
