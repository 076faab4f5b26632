"""What leaves with an answer beside its body: declared headers, declared cookies, or nothing at all."""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponse

type Door = Callable[[str, Iterable[tuple[str, str]]], None]  # host and headers, or Undeclared


def only_declared(next: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Django's part: `settings.SENT` refuses what it does not know, and the answer does not leave."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = next(request)
        cookies = [("Set-Cookie", each.OutputString()) for each in response.cookies.values()]
        settings.SENT(host_of(request.META), [*response.headers.items(), *cookies])
        return response

    return middleware


def wrapped(application: WSGIApplication, door: Door) -> WSGIApplication:
    """The same for what answers without Django."""

    def answering(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def checked(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            door(host_of(environ), headers)
            return start(status, headers, *more)

        return application(environ, checked)

    return answering


def host_of(environ: WSGIEnvironment) -> str:
    """The host's name, without a port."""
    return str(environ.get("HTTP_HOST", "")).lower().partition(":")[0]
