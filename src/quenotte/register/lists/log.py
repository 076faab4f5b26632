"""What a log may say: no header, no address, no path, nobody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Why something was not taken: these sentences and no other. `{why}` is another one of them.
WHY = (
    "too large",
    "another header",
    "another type or algorithm",
    "another curve",
    "not a signature that we can read",
    "not an object",
    "signed by another key",
    "another feed",
    "an older feed",
    "its site gives no answer",
    "its vault gives no answer",
    "the vault gives no answer",
    "the vault answered {number}",
    "the vault answered {number} for policy {number}",
    "the vault pins another key than this relay's (QUENOTTE_RELAY_FINGERPRINT)",
    "a lease that we cannot read",
    "QUENOTTE_VAULT_FINGERPRINT is not set, so no feed is believed",
    "the feed does not hold: {why}",
    "the feed's successions do not hold: {why}",
    "the feed changed without a new number",
    "the feed has the key {key}, which nobody declared",
    "the feed has no items that we can read",
    "the feed names a day that no week has",
    "the feed names no address of the vault",
    "the feed names no policy that we can read",
    "the feed's hours end before they begin",
    "the key card does not hold: {why}",
    "the key card is another practice's",
    "the practice's signing key is not the pinned one, nor its successor",
    "policy {number} is not the text whose digest the feed names",
    "policy {number} is older than the one that we hold",
    "policy {number} was published with another text",
    "policy {number}: {why}",
    "the document is not one that we can read",
    "it has the key {key}, which nobody declared",
    "no public card",
    "its card names another country than the practice's own",
)
_PLAIN = "|".join(re.escape(each) for each in WHY if "{" not in each)
_IN_ITS_PLACE = {"{number}": r"\d{1,6}", "{key}": "[a-z_]{1,24}", "{why}": f"(?:{_PLAIN})"}


def _reasons() -> re.Pattern[str]:
    found = []
    for sentence in WHY:
        pieces = re.split(r"(\{\w+\})", sentence)
        found.append("".join(_IN_ITS_PLACE.get(each, re.escape(each)) for each in pieces))
    return re.compile("|".join(found))


_PLACE = r"quenotte[\w.]{0,90}:\d{1,6}"
LOG_FIELDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "practice": re.compile(r"[a-z0-9-]{1,40}"),
        "error": re.compile(r"[A-Za-z]\w{0,59}"),  # an exception's class, never its text
        "undeclared": re.compile(r"[\w.:*-]{0,80}"),
        "seconds": re.compile(r"\d{1,6}"),
        "why": _reasons(),
        "where": re.compile(f"elsewhere|{_PLACE}(?: {_PLACE}){{0,4}}"),  # a module and its line
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
        "publish-not-instructed": Line(
            "WARNING", "the practice has not let us publish, the last pages stay", ("practice",)
        ),
        "policy-altered": Line(
            "ERROR", "what lies here is not the policy that was published", ("practice",)
        ),
        "clock-waits": Line("ERROR", "the clock waits", ("error",)),
        "policy-waits": Line(
            "ERROR", "a policy cannot be made, the last one stays", ("practice", "error")
        ),
        "follow-failed": Line(
            "ERROR", "a feed could not be followed, the last one stays", ("practice", "error")
        ),
        "journal-differs": Line(
            "ERROR", "its journal does not continue the copy in the second place", ("practice",)
        ),
        "journal-not-copied": Line(
            "ERROR", "its journal could not be copied, the next sweep does", ("practice", "error")
        ),
        "error-uncaught": Line("ERROR", "nobody caught an error", ("error", "where")),
        "warning": Line("WARNING", "Python warns", ("error", "where")),
        "request-unserved": Line("ERROR", "a request was not served", ("error",)),
        "request-failed": Line("ERROR", "a request failed", ("error", "undeclared")),
        "nothing-leaves": Line("WARNING", "nothing leaves at the moment", ("why",)),
        "months-published": Line("INFO", "month keys published"),
        "messages-remain": Line("WARNING", "not every message left; the vault knows which"),
        "child-ended": Line("WARNING", "a child took too long and is ended", ("seconds",)),
        "child-broke": Line("ERROR", "a child broke", ("error",)),
    }
)
