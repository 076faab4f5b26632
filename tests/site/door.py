"""Asks the site's WSGI door as a server does."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from quenotte.site.wsgi import application


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    path: str, *, host: str = "www.mast.example", method: str = "GET", **headers: str
) -> Answer:
    """`headers` are written as WSGI does: `HTTP_IF_NONE_MATCH`."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }
    said: list[Any] = []
    body = application(environ, lambda status, headers, *_: said.extend((status, headers)))  # type: ignore[arg-type]
    sent = b"".join(body)
    close = getattr(body, "close", None)
    if close:
        close()
    return Answer(int(said[0].split()[0]), {name.lower(): value for name, value in said[1]}, sent)
