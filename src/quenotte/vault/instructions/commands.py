"""What `quenotte practice export` and `purge` do: on the practice's instruction, with a row in its journal."""

import json

from django.utils import timezone

from quenotte.vault.handover import files, tables, traces
from quenotte.vault.instructions import services
from quenotte.vault.instructions.deeds import on_instruction
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import Practice
from quenotte.vault.recovery import copies


def export(*, slug: str, file: str, number: int | None = None) -> str:
    """All that is sealed for the practice in one file, which its recovery sheet opens and nothing here does."""
    at, count = timezone.now(), -2  # neither the first line nor the last is an envelope
    with (
        files.fresh(file) as out,
        on_instruction(slug=slug, act="export", number=number, at=at) as deed,
    ):
        deed.write(journal.Act.EXPORTED, f"export/{at:%Y-%m-%d}")
        for line in copies.lines(deed.practice, language="fr", at=at):
            out.write(line)
            count += 1
    return f"{file}: {count} envelopes of the practice {slug}, sealed as they lie here"


def purge(*, slug: str, again: str, number: int | None = None) -> str:
    """Erase every row of a practice. What is printed is all that remains: keep it as the proof.

    Written down and copied to the second place before anything goes.
    """
    if slug != again:
        raise services.Refused("the two names differ: type the practice's name twice")
    at = timezone.now()
    with on_instruction(slug=slug, act="purge", number=number, about=slug, at=at) as deed:
        deed.write(journal.Act.ERASED, "purge/begun")
    with on_instruction(
        slug=slug, act="purge", number=deed.instruction.number, about=slug, at=at
    ) as deed:
        end = journal.newest(deed.practice)
        assert end is not None
        if not hasattr(
            deed.practice, "departure"
        ):  # else it goes on elsewhere, from an earlier entry
            traces.leave(slug, (end.number, end.digest), at=at)
        receipt = {
            "practice": slug,
            "instruction": deed.instruction.token,
            "journal": {"number": end.number, "digest": end.digest},
            "erased": erase(deed.practice),
        }
        deed.written = True  # the row of before says it; it is gone with all the others
    return json.dumps(receipt, indent=1)


def erase(practice: Practice) -> dict[str, int]:
    """Every row of a practice, and how many there were of each kind."""
    erased = {}
    for label in tables.all_that_remains():
        rows = tables.of(label, practice).order_by()
        if count := rows.count():
            erased[label] = count
            rows.delete()
    practice.delete()
    return erased
