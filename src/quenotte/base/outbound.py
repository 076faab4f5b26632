"""A process calls the hosts that its settings name, and no other (P35).

An audit hook refuses what Python's sockets are asked to resolve or to reach. It sees no connection
that a C library makes by itself, such as psycopg's to its database, and no program that is started:
those are for the firewall in front of the machine. Sockets that listen, and Unix
sockets, are left alone.
"""

import ipaddress
import socket
import sys
from collections.abc import Collection
from typing import Any

from quenotte.base.declared import Undeclared

type Host = tuple[str, int]

_RESOLVES = ("socket.gethostbyname", "socket.gethostbyaddr")  # gethostbyname_ex says the first
_REACHES = ("socket.connect", "socket.sendto", "socket.sendmsg")

_declared: frozenset[Host] | None = None  # None: this process is not guarded
_resolved: set[Host] = set()  # addresses of declared hosts, as the resolver gave them
_resolve = socket.getaddrinfo


def guard(declared: Collection[Host]) -> None:
    """Refuse every other host and port from here on. A second call replaces the list."""
    global _declared  # noqa: PLW0603 - sockets belong to the process
    if _declared is None:
        socket.getaddrinfo = _resolving
        sys.addaudithook(_hook)
    _declared = frozenset(declared)


def _resolving(*args: Any, **kwargs: Any) -> Any:
    """socket.getaddrinfo, which the hook has let through; its answers may be reached."""
    found = _resolve(*args, **kwargs)
    _resolved.update((str(address[0]), int(address[1])) for *_, address in found)
    return found


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in _REACHES:
        address = args[1]
        if isinstance(address, tuple) and len(address) >= 2:
            _check(str(address[0]), address[1], reached=True)
    elif event == "socket.getaddrinfo":
        _check(_text(args[0]), args[1])
    elif event in _RESOLVES:
        _check(_text(args[0]), None)
    elif event == "socket.getnameinfo":
        host, port, *_ = args[0]
        _check(_text(host), port, reached=True)


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")


def _check(host: str, port: object, *, reached: bool = False) -> None:
    declared = _declared or frozenset()
    if port is None:
        known = any(host == each for each, _ in declared)
    else:
        known = (host, port) in declared or (reached and (host, port) in _resolved)
    if known or not host:
        return
    named = f"[{host}]" if _is_v6(host) else host
    named += "" if port is None else f":{port}"
    raise Undeclared(
        f"this process may not call {named}: no setting of its plane and no recipient names it"
        " (quenotte/register/doorways.py, OUTBOUND)",
        name=named,
    )


def _is_v6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False
