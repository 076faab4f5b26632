"""Runs one plane's server, worker or relay in this process. Each entry point passes the gate on its way in."""

import os
from functools import partial
from importlib import import_module
from wsgiref.types import WSGIApplication

PLANES = ("site", "vault")
EVERY = ("site", "vault", "relay")


def settings_of(plane: str) -> str:
    return f"quenotte.{plane}.settings"


def start(plane: str) -> None:
    """Django for one plane: its settings, its tables, its gate, its log, the hosts that it may call."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_of(plane)
    import django

    django.setup()
    from django.conf import settings

    from quenotte.base import log, outbound

    outbound.guard(settings.OUTBOUND)
    log.only_places()


def serve(plane: str, *, host: str, port: int, workers: int, threads: int) -> None:
    """Answer HTTP until SIGTERM. WSGI on Granian: a fifth of ASGI's cost for these pages (stack figures)."""
    start(plane)  # what is undeclared stops here, before there are workers to start again and again
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        f"quenotte.{plane}.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=512,
        log_level=LogLevels.error,
        log_access=False,  # an access log would hold addresses
        respawn_failed_workers=True,
    ).serve(target_loader=partial(_application, plane), wrap_loader=False)


def _application(plane: str) -> WSGIApplication:
    """What a worker answers with; another WSGI server takes quenotte.<plane>.wsgi, without the hook."""
    start(plane)
    application: WSGIApplication = import_module(f"quenotte.{plane}.wsgi").application
    return application


def work(plane: str) -> None:
    start(plane)
    import_module(f"quenotte.{plane}.worker").main()


def relay() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_of("relay")
    import_module("quenotte.relay.run").main()


def migrate(plane: str) -> None:
    start(plane)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
