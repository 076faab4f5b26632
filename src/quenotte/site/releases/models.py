"""Immutable releases of a site: which bytes under which path, and which release is public now."""

from django.db import models

from quenotte.base.kept import Kept
from quenotte.site.facts.models import Site


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


class Flip(Kept):
    """What became public when, and on which of the practice's instructions (P56)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="flips")
    release = models.ForeignKey(Release, on_delete=models.PROTECT)
    flipped_at = models.DateTimeField()
    instruction = models.PositiveIntegerField(null=True)  # None: the site has no vault

    def __str__(self) -> str:
        return f"{self.release} on {self.instruction}"
