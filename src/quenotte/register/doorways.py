"""What is not a column passes one doorway each, and is refused there by name when it is used.

Pure declarations and checks. Who asks them: what sends an answer (`base.answers`), the log
(`base.log`), the sockets of each process (`base.outbound`), the audience's collector, and the tests
that crawl what a browser stores.
"""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from quenotte.base.declared import refusal
from quenotte.register.keep import Undeclarable
from quenotte.register.lists.answers import HEADERS
from quenotte.register.lists.audience import EVENTS
from quenotte.register.lists.hosts import OF, OUTBOUND
from quenotte.register.lists.log import LOG, LOG_FIELDS
from quenotte.register.lists.storage import STORED, Kept
from quenotte.register.recipients import Recipient

HERE = "quenotte/register/lists/"

# What a browser keeps (P28)


def stored(place: str, kind: Kept) -> frozenset[str]:
    """The names that may be kept by the pages of a place: "desk" or "public"."""
    return frozenset(each.name for each in STORED if (each.place, each.kind) == (place, kind))


def declared_name(name: str) -> str:
    """`draft.` for `draft.<a member's id>`; any other name as it is."""
    return _MEMBER.sub("", name)


def left(names: Iterable[str], *, kind: Kept, place: str) -> None:
    """Refuse what a browser was found to keep for the pages of a place."""
    for name in sorted({declared_name(each) for each in names} - stored(place, kind)):
        raise refusal(f"on the {place} pages the {kind}", name, where=HERE)


_MEMBER = re.compile(r"(?<=\.)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_TOKEN = re.compile(r"[\w-]{0,86}")  # random, base64url: a cookie carries no words
_PREFIX = "__Host-"


def cookie(line: str, *, place: str) -> None:
    """Refuse a Set-Cookie line whose name, lifetime or attributes are not the declared ones."""
    pair, *attributes = (piece.strip() for piece in line.split(";"))
    full, _equals, value = pair.partition("=")
    name = full.removeprefix(_PREFIX)
    declared = next((each for each in STORED if (each.name, each.place) == (name, place)), None)
    if declared is None:
        raise refusal(f"on the {place} pages the cookie", full, where=HERE)
    said = dict(part.partition("=")[::2] for part in (each.lower() for each in attributes))
    ends = said.pop("max-age", None)
    gone = ends == "0"
    lives = None if declared.lives is None else str(int(declared.lives.total_seconds()))
    whole = {"samesite": "strict", "path": "/"} | ({} if gone else {"httponly": ""})
    whole |= {"secure": ""} if full != name or "secure" in said else {}
    if ends is not None:
        said.pop("expires", None)  # says the same once more
    if said != whole or not (gone or ends == lives) or not _TOKEN.fullmatch(value.strip('"')):
        raise refusal(f"on the {place} pages, as it is set here, the cookie", full, where=HERE)


# Headers of answers


def answer(headers: Iterable[tuple[str, str]], *, place: str) -> None:
    """Refuse an answer's header or cookie that is not declared."""
    for name, value in headers:
        if not HEADERS.fullmatch(name.lower()):
            raise refusal("the header", name, where=HERE)
        if name.lower() == "set-cookie":
            cookie(value, place=place)


# The log


def line(event: str, fields: Mapping[str, object]) -> tuple[str, str]:
    """Level and text of a declared log line; a value of another form is not printed."""
    if event not in LOG:
        raise refusal("the log event", event, where=HERE)
    for name in fields:
        if name not in LOG[event].fields:
            raise refusal("the log field", f"{event}.{name}", where=HERE)
    said = ", ".join(
        f"{name}: {value if LOG_FIELDS[name].fullmatch(str(value)) else '(not printed)'}"
        for name, value in fields.items()
    )
    return LOG[event].level, f"{LOG[event].says} ({said})" if said else LOG[event].says


# Hosts that our servers call (P35)

_PORTS = {"http": 80, "https": 443, "smtp": 25, "smtps": 465, "postgresql": 5432, "postgres": 5432}


def outbound(
    plane: str, settings: Mapping[str, str], recipients: Iterable[Recipient] = ()
) -> frozenset[tuple[str, int]]:
    """Host and port of all that a plane's process may call, from its settings.

    Undeclarable for a mail server or a database on a machine that no recipient answers for.
    """
    found: set[tuple[str, int]] = set()
    by = tuple(recipients)
    for name in OUTBOUND[plane]:
        parts = urlsplit(settings.get(name, ""))
        port = parts.port or _PORTS.get(parts.scheme)
        host = unquote(parts.hostname or "")
        if not host or not port or host.startswith("/"):  # a file, or a socket of this machine
            continue
        if name in OF and not _local(host) and not _answered_for(host, port, OF[name], by):
            raise Undeclarable(
                f"{name} calls {host}, and no recipient answers for it (P35): write {host} into the"
                f" `hosts` of the entry {' or '.join(OF[name])} of QUENOTTE_RECIPIENTS"
            )
        found.add((host, port))
        if _local(host) and not _address(host):
            found |= {("127.0.0.1", port), ("::1", port)}
    return frozenset(found)


def _answered_for(host: str, port: int, roles: tuple[str, ...], by: Iterable[Recipient]) -> bool:
    hosts = {each.lower() for one in by if one.role in roles for each in one.hosts}
    return not hosts.isdisjoint({host, f"{host}:{port}"})


def _local(host: str) -> bool:
    address = _address(host)
    if address is not None:
        return address.is_loopback
    return host == "localhost" or host.endswith(".localhost")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


# What the audience counters may hear (P8)


def event(name: str, **properties: str | int) -> dict[str, str | int]:
    """The event as it is counted, when name and properties are declared."""
    if name not in EVENTS:
        raise refusal("the audience event", name, where=HERE)
    for each in properties:
        if each not in EVENTS[name].properties:
            raise refusal("the property", f"{name}.{each}", where=HERE)
    return {"event": name, **properties}
