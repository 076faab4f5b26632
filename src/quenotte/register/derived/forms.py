"""Forms, derived: one definition for the patient's page, the vault's check and the desk's opener."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from quenotte.register.model import Activity, Ask, Datum

type Translate = Callable[[str], str]

VERSION_LENGTH = 12


def definition(activity: Activity, translate: Translate = str) -> dict[str, Any]:
    """The form as JSON (docs/adr/0002-interfaces.md), in the language of `translate`."""
    digest = form_digest(activity)
    return {
        "activity": activity.key,
        "digest": digest,
        "version": digest[:VERSION_LENGTH],
        "class": activity.seal.value,
        "parts": [part.value for part in activity.parts],
        "groups": [
            {
                "name": group.name,
                "label": translate(group.label),
                "hint": _maybe(group.hint, translate),
            }
            for group in activity.groups
        ],
        "fields": [
            _field(datum, datum.ask, translate) for datum in activity.data if datum.ask is not None
        ],
    }


def form_digest(activity: Activity) -> str:
    """SHA-256 of everything that the form means; translations do not change it."""
    meant = {
        "activity": activity.key,
        "class": activity.seal.value,
        "groups": [(group.name, group.label, group.hint) for group in activity.groups],
        "fields": [
            _field(datum, datum.ask, str) for datum in activity.data if datum.ask is not None
        ],
        "notice": [
            activity.purpose,
            activity.basis.value,
            activity.keep.active.default,
            activity.readers,
        ],
    }
    canonical = json.dumps(meant, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def form_version(activity: Activity) -> str:
    return form_digest(activity)[:VERSION_LENGTH]


def _field(datum: Datum, ask: Ask, translate: Translate) -> dict[str, Any]:
    assert datum.part is not None
    return {
        "name": datum.name,
        "kind": ask.kind.value,
        "part": datum.part.value,
        "required": datum.required,
        "group": ask.group,
        "label": translate(ask.label),
        "hint": _maybe(ask.hint, translate),
        "short": _maybe(ask.short, translate),
        "most": ask.most,
        "choices": [
            {"value": choice.value, "label": translate(choice.label)} for choice in ask.choices
        ],
        "when": {"field": ask.when.field, "is": list(ask.when.answers)} if ask.when else None,
        "one_of": ask.one_of,
        "alert": list(ask.alert),
        "autocomplete": ask.autocomplete,
    }


def _maybe(text: str | None, translate: Translate) -> str | None:
    return None if text is None else translate(text)
