"""Writes rows of a journal in a process of its own: `python -m tests.promises.write_journal 25`."""

import sys

from quenotte import serve


def main(count: int) -> None:
    serve.start("vault")
    from django.db import transaction
    from django.utils import timezone

    from quenotte.vault.journal import services as journal
    from quenotte.vault.practices.models import Practice

    practice = Practice.objects.get(slug="mast")
    for number in range(count):
        with transaction.atomic():
            journal.write(
                practice=practice,
                who=None,
                act=journal.Act.OPENED,
                what=f"questionnaire/{number}/detail",
                purpose="questionnaire",
                at=timezone.now(),
            )


def verdict() -> None:
    """What a whole check says, and how many rows there are."""
    serve.start("vault")
    from quenotte.vault.journal import services as journal
    from quenotte.vault.practices.models import Practice

    practice = Practice.objects.get(slug="mast")
    rows = journal.rows(practice)
    said = "; ".join(map(str, journal.check(practice).problems)) or "whole"
    print(f"{len(rows)} {rows[-1].number} {said}")


if __name__ == "__main__":
    verdict() if sys.argv[1] == "check" else main(int(sys.argv[1]))
