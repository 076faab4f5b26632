"""Compares two registers as `written` writes them, and says of each difference what it means.

What no rule knows is material, so a new kind of declaration is never waved through. Wider is judged by who
reads and how long; a sentence cannot be measured, so another purpose or another reader is always a change.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from quenotte.register.change import Change, Class, Kind, Reason
from quenotte.register.keep import parts
from quenotte.register.model import Art9, Basis, Category, Part, Seal, Then

type Path = tuple[str, ...]
type Judge = Callable[[Any, Any], Kind]


def classify(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """Every difference between two written registers, with what it means. No reason: nothing changed."""
    reasons = [_judged(path, old, new, before) for path, old, new in _differences(before, after)]
    return Change((*reasons, *_reused(before, after)))


def _always(kind: Kind) -> Judge:
    return lambda old, new: kind


def _added(kind: Kind, *, dropped: Kind = Kind.NARROWER) -> Judge:
    return lambda old, new: kind if new else dropped


def _longer(old: str | None, new: str | None) -> Kind:
    return Kind.LONGER if _length(new) > _length(old) else Kind.NARROWER


def _least(old: str | None, new: str | None) -> Kind:
    """The shortest that a practice may choose; without one nothing shorter can be chosen."""
    return Kind.LONGER if new is None or (old and _length(new) > _length(old)) else Kind.NARROWER


def _length(period: str | None) -> float:
    if period is None:
        return 0
    if period.startswith("PT"):
        return int(period[2:-1]) / 24
    count, unit = parts(period)
    return count * {"D": 1, "M": 30.4, "Y": 365.2}[unit]


_READ_BY: Mapping[str | None, frozenset[str]] = {
    Seal.RIGHTS: frozenset({"practitioner"}),
    Seal.CARE: frozenset({"practitioner", "assistant"}),
    Seal.DESK: frozenset({"practitioner", "assistant", "secretary"}),
    Seal.RELAY: frozenset({"relay"}),
    None: frozenset({"practitioner", "assistant", "secretary", "relay", "host"}),
}


def _seal(old: str | None, new: str | None) -> Kind:
    return Kind.NARROWER if _READ_BY[new] <= _READ_BY[old] else Kind.SEAL


def _equals(value: str, kind: Kind, otherwise: Kind) -> Judge:
    return lambda old, new: kind if new == value else otherwise


_DATUM = "activities/*/data/*"
_ASK = f"{_DATUM}/ask"
_WORDS = (
    "activities/*/title activities/*/basis_words activities/*/without activities/*/balancing"
    " activities/*/groups/** activities/*/keep/source activities/*/recipients/*/label"
    f" {_DATUM}/why {_ASK}/label {_ASK}/hint {_ASK}/short {_ASK}/group {_ASK}/autocomplete {_ASK}/most"
    f" {_ASK}/alert/** {_ASK}/choices/*/label roles/*/label claims/*/text claims/*/where claims/*/probe"
    " packs/*/law packs/*/names/* packs/*/authority/** packs/*/health/** packs/*/articles/**"
    " packs/*/laws/* packs/*/*/*/source packs/*/*/*/certainty packs/*/*/*/review"
    " packs/*/*/source packs/*/*/certainty packs/*/*/review doorways/stored/*/why"
)
_RULES: tuple[tuple[str, Judge], ...] = (  # the first that fits
    *((path, _always(Kind.WORDS)) for path in _WORDS.split()),
    ("activities/*", _added(Kind.ACTIVITY)),
    ("activities/*/purpose", _always(Kind.PURPOSE)),
    ("activities/*/readers", _added(Kind.READER)),
    ("activities/*/subjects/*", _added(Kind.PEOPLE)),
    ("activities/*/basis", _equals(Basis.CONSENT, Kind.CONSENT, Kind.BASIS)),
    ("activities/*/art9", _equals(Art9.EXPLICIT_CONSENT, Kind.CONSENT, Kind.BASIS)),
    ("activities/*/law", _always(Kind.BASIS)),
    ("activities/*/claims/*", _added(Kind.PROMISED, dropped=Kind.CLAIM)),
    ("activities/*/recipients/*", _added(Kind.RECIPIENT)),
    ("activities/*/recipients/*/sees", _always(Kind.RECIPIENT)),
    ("activities/*/keep/then", _equals(Then.ERASE, Kind.NARROWER, Kind.LONGER)),
    ("activities/*/keep/clock", _always(Kind.LONGER)),
    ("activities/*/keep/archive", _added(Kind.LONGER)),
    ("activities/*/keep/otherwise", _added(Kind.NARROWER, dropped=Kind.LONGER)),
    ("activities/*/keep/otherwise/clock", _always(Kind.LONGER)),
    *((f"activities/*/keep/**/{bound}", _longer) for bound in ("default", "most")),
    ("activities/*/keep/**/least", _least),
    (_DATUM, _added(Kind.DATUM)),
    (f"{_DATUM}/category", _always(Kind.DATUM)),
    (f"{_DATUM}/seal", _seal),
    (f"{_DATUM}/part", _equals(Part.CORE, Kind.LONGER, Kind.NARROWER)),
    (f"{_DATUM}/required", _added(Kind.REQUIRED)),
    (_ASK, _added(Kind.DATUM)),
    (f"{_ASK}/kind", _always(Kind.DATUM)),
    (f"{_ASK}/choices/*", _added(Kind.DATUM)),
    (f"{_ASK}/one_of", _added(Kind.REQUIRED)),
    (f"{_ASK}/when", _added(Kind.NARROWER, dropped=Kind.DATUM)),
    (f"{_ASK}/when/answers/*", _added(Kind.DATUM)),
    ("not_offered/*", _added(Kind.NARROWER, dropped=Kind.ACTIVITY)),
    ("roles/*", _added(Kind.RECIPIENT)),
    ("roles/*/sees", _always(Kind.RECIPIENT)),
    ("claims/*", _added(Kind.PROMISED, dropped=Kind.CLAIM)),
    ("claims/*/not_built", lambda old, new: Kind.WORDS if old else Kind.CLAIM),
    ("countries/*", _added(Kind.COUNTRY)),
    ("packs/*", _added(Kind.COUNTRY)),
    ("packs/*/hosting/places/*", _added(Kind.COUNTRY)),
    ("packs/*/rights/*", _added(Kind.PROMISED, dropped=Kind.CLAIM)),
    *((f"packs/*/{of}/*/value", _longer) for of in ("ceilings", "deadlines")),
    ("doorways/stored/*", _added(Kind.DEVICE)),
    ("doorways/events/*", _added(Kind.DATUM)),
    ("doorways/events/*/properties/*", _added(Kind.DATUM)),
    ("doorways/outbound/*/*", _added(Kind.RECIPIENT)),
)
_AGREED_TO = frozenset({"purpose", "data", "recipients", "readers", "subjects"})


def _judged(path: Path, old: Any, new: Any, before: Mapping[str, Any]) -> Reason:
    judge = _rule(path)
    kind = Kind.ORDER if old == new else judge(old, new) if judge else Kind.UNKNOWN
    if kind.weighs is Class.MATERIAL and path[0] == "activities" and {*path[2:3]} & _AGREED_TO:
        held = before["activities"][path[1]]
        if held["basis"] == Basis.CONSENT or held.get("art9") == Art9.EXPLICIT_CONSENT:
            kind = Kind.AGREED
    return Reason("/".join(path), kind)


def _rule(path: Path) -> Judge | None:
    return next((judge for rule, judge in _RULES if _fits(rule.split("/"), path)), None)


def _fits(rule: list[str], path: Path) -> bool:
    """`*` is one step, `**` any number of them."""
    if "**" in rule:
        place = rule.index("**")
        head, tail = rule[:place], rule[place + 1 :]
        return (
            len(path) >= len(head) + len(tail)
            and _fits(head, path[:place])
            and _fits(tail, path[len(path) - len(tail) :])
        )
    return len(rule) == len(path) and all(r in ("*", p) for r, p in zip(rule, path, strict=True))


def _differences(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Path, old and new of each difference. A difference with old == new is one of order alone."""
    before, after = _keyed(before), _keyed(after)
    if before is None or after is None:  # empty is left out: the first and the last of a list, too
        only = before if after is None else after
        if isinstance(only, Mapping) and _rule(path) is None:
            before, after = before or {}, after or {}
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        if before != after:
            yield path, before, after
        return
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _differences(before.get(key), after.get(key), (*path, key))
    stayed = [key for key in before if key in after]
    if stayed != [key for key in after if key in before]:
        yield path, before.keys(), before.keys()


def _keyed(value: Any) -> Any:
    return dict.fromkeys(value, True) if isinstance(value, list) else value


def _reused(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """A person's datum that an activity newly has without asking for it, and another one had."""
    about_somebody = (Category.IDENTITY, Category.CONTACT, Category.HEALTH, Category.MESSAGE)
    held = {
        (name, datum["category"])
        for activity in before["activities"].values()
        for name, datum in activity.get("data", {}).items()
        if datum["category"] in about_somebody
    }
    for key, activity in after["activities"].items():
        had = before["activities"].get(key, {}).get("data", {})
        for name, datum in activity.get("data", {}).items():
            if name not in had and "ask" not in datum and (name, datum["category"]) in held:
                yield Reason(f"activities/{key}/data/{name}", Kind.REUSED)
