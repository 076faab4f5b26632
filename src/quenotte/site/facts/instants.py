"""Moments as the interfaces write them: RFC 3339, UTC, whole seconds, `Z`."""

from datetime import UTC, datetime


def written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
