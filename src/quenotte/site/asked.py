"""What a request's headers ask for: an encoding (RFC 9110 §12.5.3) and bytes that are new (§13.1.2)."""

from functools import lru_cache

from quenotte.site.shelf import BROTLI, GZIP, IDENTITY


@lru_cache(maxsize=256)
def encoding(accept: str) -> int:
    """The smallest form that the visitor takes. Browsers send a handful of different headers."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    if weights.get("br", weights.get("*", 0)) > 0:
        return BROTLI
    if weights.get("gzip", weights.get("*", 0)) > 0:
        return GZIP
    return IDENTITY


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def unchanged(if_none_match: str, etag: str) -> bool:
    """Whether the visitor holds these bytes already; a weak tag of ours is as good as a strong one."""
    if if_none_match == etag or if_none_match.strip() == "*":
        return True
    return any(each.strip().removeprefix("W/") == etag for each in if_none_match.split(","))
