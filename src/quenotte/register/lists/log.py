"""What a log may say: no header, no address, no path, nobody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_SAID = r"(?:[A-Za-z_ ,;'()-]|: )"
_WORDS = re.compile(rf"(?=.{{1,120}}$)[A-Za-z](?:{_SAID}*\d{{1,3}}){{0,2}}{_SAID}*")  # of ours
LOG_FIELDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "practice": re.compile(r"[a-z0-9-]{1,40}"),
        "error": re.compile(r"[A-Za-z]\w{0,59}"),  # an exception's class, never its text
        "undeclared": re.compile(r"[\w.:*-]{0,80}"),
        "seconds": re.compile(r"\d{1,6}"),
        "why": _WORDS,
    }
)


@dataclass(frozen=True)
class Line:
    """One thing that a log may say: no header, no address, no path, nobody."""

    level: str
    says: str
    fields: tuple[str, ...] = ()


LOG: Mapping[str, Line] = MappingProxyType(
    {
        "feed-refused": Line(
            "WARNING", "a feed was not taken, the last one stays", ("practice", "why")
        ),
        "pin-differs": Line("ERROR", "the vault names another signing key for it", ("practice",)),
        "policy-altered": Line(
            "ERROR", "what lies here is not the policy that was published", ("practice",)
        ),
        "clock-waits": Line("ERROR", "the clock waits", ("error",)),
        "request-unserved": Line("ERROR", "a request was not served", ("error",)),
        "request-failed": Line("ERROR", "a request failed", ("error", "undeclared")),
        "nothing-leaves": Line("WARNING", "nothing leaves at the moment", ("why",)),
        "months-published": Line("INFO", "month keys published"),
        "messages-remain": Line("WARNING", "not every message left; the vault knows which"),
        "child-ended": Line("WARNING", "a child took too long and is ended", ("seconds",)),
        "child-broke": Line("ERROR", "a child broke", ("error",)),
    }
)
