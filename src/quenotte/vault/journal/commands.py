"""What `quenotte practice health` prints."""

from django.utils import timezone

from quenotte.vault.journal import support


def health(*, slug: str, code: str, number: int | None = None) -> str:
    """One fact a line; support.Refused or instructions' own sentence otherwise."""
    found = support.health(slug=slug, code=code, at=timezone.now(), number=number)
    return "\n".join(found.lines())
