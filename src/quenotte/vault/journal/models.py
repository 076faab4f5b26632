"""The journal of access: rows that say who did what to which record, and nothing of what stood in it.

A row names a member by id and a record by its random number. It is written once; whoever changes one
behind our back breaks the chain of digests (chain.py), and the heads that members signed.
"""

from django.db import models

from quenotte.base.kept import Kept
from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


class Act(models.TextChoices):
    OPENED = "OPENED"
    EXPORTED = "EXPORTED"
    CHANGED = "CHANGED"
    ERASED = "ERASED"


class Entry(Kept):
    """One row. Numbers follow each other without a gap, each row carries the digest of the one before."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="journal")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()  # whole seconds, as the digest spells it
    who = models.UUIDField(null=True)  # a member; None: the Publisher, on the instruction named
    act = models.CharField(max_length=8, choices=Act)
    what = models.CharField(max_length=120)  # "questionnaire/<random number>/detail"
    purpose = models.SlugField(max_length=40)  # an activity of the register
    instruction = models.PositiveIntegerField(null=True)  # the number of what the practice signed
    previous = models.CharField(max_length=43, null=True)
    digest = models.CharField(max_length=43)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="journal_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}/{self.number}"


class Tip(models.Model):
    """Where a practice's journal ends. Whoever writes locks this row first, so rows come one by one."""

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=43, null=True)

    objects = ScopedManager()


class Head(models.Model):
    """The journal up to one row, signed by a member's own key when they unlocked the desk."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=43)
    member = models.UUIDField()
    jws = models.TextField()
    received_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "number", "member"], name="journal_head_once"
            )
        ]


class SupportCode(models.Model):
    """For an hour the Publisher may read the health page: numbers and dates. Its hash lets nobody in."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=43)
    until = models.DateTimeField()

    objects = ScopedManager()
