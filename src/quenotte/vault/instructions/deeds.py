"""What the Publisher does with its rights: on an instruction, written down, or not at all (P56)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quenotte.base.instruction import Instruction
from quenotte.vault.instructions import services
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import Practice

PURPOSE = "instructions"
AFTERWARDS = ("hand-over", "purge", "export")  # what is left to do once a practice has gone


class Unwritten(AssertionError):
    """An act ended without its row in the journal: nothing of it is kept."""


@dataclass
class Deed:
    """One act on one practice, while it is done."""

    practice: Practice
    instruction: Instruction
    at: datetime
    written: bool = False

    def write(self, act: journal.Act, what: str) -> None:
        """The journal's row, with the instruction's number. `what` names things, and says nothing of them."""
        journal.write(
            practice=self.practice,
            who=None,
            act=act,
            what=what,
            purpose=PURPOSE,
            instruction=self.instruction.number,
            at=self.at,
        )
        self.written = True


@contextmanager
def on_instruction(
    *, slug: str, act: str, number: int | None, about: str | None = None, at: datetime
) -> Iterator[Deed]:
    """Everything inside happens in one transaction, with its row in the journal, or none of it.

    services.Refused, with a sentence, when the practice has no such instruction in force.
    """
    with transaction.atomic():
        practice = Practice.objects.select_for_update().filter(slug=slug).first()
        if practice is None:
            raise services.Refused(f"there is no practice {slug} here")
        if act not in AFTERWARDS and hasattr(practice, "departure"):
            raise services.Refused(f"the practice {slug} was handed over to another vault")
        told = services.cite(practice=practice, act=act, number=number, about=about, at=at)
        deed = Deed(practice, told, at)
        yield deed
        if not deed.written:
            raise Unwritten(f"{act} of {slug} left no row in the journal")
