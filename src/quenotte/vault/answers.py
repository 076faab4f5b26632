"""The few shapes in which the vault answers a script."""

from datetime import UTC, datetime
from typing import Any

from django.http import JsonResponse


def answer(body: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def refused(field: str | None, reason: str, status: int = 422, **more: Any) -> JsonResponse:
    return answer({"refused": {"field": field, "reason": reason}, **more}, status)


def unknown() -> JsonResponse:
    """What is not there and what is somebody else's: one answer (invariant 4)."""
    return refused(None, "unknown", 404)


def instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
