"""Calls from one server to another: the single way out by HTTP, with a timeout and a list of hosts.

`*.localhost` resolves in browsers, not in Python: such a name is called on 127.0.0.1 with its Host header.
"""

import http.client
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10
MOST_BYTES = 4 * 1024 * 1024


class Unreachable(Exception):
    """The other server gave no answer in time."""


class NotAllowed(Exception):
    """The host is not on the list that this process may call."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def call(
    method: str,
    url: str,
    *,
    allowed: Collection[str],
    body: Any = None,
    bearer: str | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> Answer:
    """One request, `body` sent as JSON. `allowed` are the base URLs that the caller's settings name."""
    parts = urlsplit(url)
    if not any(url == base or url.startswith(base.rstrip("/") + "/") for base in allowed):
        raise NotAllowed(parts.netloc)
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make("127.0.0.1" if local else host, parts.port, timeout=timeout)
    headers = {"Host": parts.netloc, "Accept": "application/json"}
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    raw = None
    if body is not None:
        raw = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    try:
        connection.request(
            method, parts.path + (f"?{parts.query}" if parts.query else ""), raw, headers
        )
        response = connection.getresponse()
        return Answer(response.status, response.read(MOST_BYTES))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{parts.netloc}: {type(error).__name__}") from None
    finally:
        connection.close()
