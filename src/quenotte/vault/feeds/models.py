"""The numbers of the feeds: ours grows with each change, the site's may never go back."""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


class Published(models.Model):
    """The vault's feed about one practice, as last changed."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="published")
    number = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True)

    objects = ScopedManager()


class Followed(models.Model):
    """The site's feed about one practice, as last read."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="followed")
    number = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    objects = ScopedManager()
