"""The processing agreement and the instructions, as the practice signed them. Nothing here is about a patient.

Rows are written once; each is verified at each reading. An instruction that did not verify when the next came
is set aside: kept, and no part of the chain.
"""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


class Agreement(models.Model):
    """One signature under the agreement, with the very text that was shown. The newest that verifies counts."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="agreements")
    jws = models.TextField()
    language = models.CharField(max_length=2)
    text = models.TextField()
    substance = models.CharField(max_length=43)  # what of it would be agreed anew if it differed
    received_at = models.DateTimeField()

    objects = ScopedManager()


class Instruction(models.Model):
    """One instruction, or the withdrawal of one."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="instructions")
    number = models.PositiveIntegerField()
    jws = models.TextField()
    received_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "number"],
                condition=models.Q(set_aside_at=None),
                name="instructions_instruction_once",
            )
        ]
