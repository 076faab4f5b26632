"""Nobody but the practice chooses: the Publisher has no page, no call and no command for it (P51)."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quenotte import cli

SOURCE = Path(cli.__file__).parent
WRITES = "vault/practices/choices.py"
ASKS = "vault/desk/choices.py"


def modules(plane: str = "") -> Iterator[tuple[str, str]]:
    for path in sorted((SOURCE / plane).rglob("*.py")):
        yield str(path.relative_to(SOURCE)), path.read_text()


@pytest.mark.claim("P51")
def test_one_function_writes_choices_and_the_desk_alone_calls_it() -> None:
    writers = [
        name
        for name, text in modules()
        if "Choices.objects" in text or "Choices(" in text.replace("class Choices(", "")
        if name.startswith("vault/") or name.startswith("site/") or name.startswith("relay/")
    ]
    assert writers == [WRITES]
    callers = [
        name for name, text in modules() if "signed.keep(" in text or "choices.keep(" in text
    ]
    assert callers == [ASKS]


@pytest.mark.claim("P51")
@pytest.mark.parametrize("hosts", ["site.urls", "vault.urls.patients", "vault.urls.internal"])
def test_no_address_but_the_desk_s_takes_choices(hosts: str) -> None:
    """In a process of its own: two planes never share one."""
    plane = hosts.partition(".")[0]
    code = f"""
from quenotte import serve
serve.start({plane!r})
from django.urls import get_resolver
def walk(resolver, before=""):
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one, route)
        else:
            yield route, one.callback.__module__
for route, module in walk(get_resolver("quenotte.{hosts}")):
    print(route, module)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    routes = done.stdout.splitlines()
    assert len(routes) >= 2
    assert not [route for route in routes if "choice" in route.replace("cookie-choice", "")]


@pytest.mark.claim("P51")
def test_no_command_makes_choices() -> None:
    def names(parser: argparse.ArgumentParser) -> Iterator[str]:
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, below in action.choices.items():
                    yield name
                    yield from names(below)
            else:
                yield from action.option_strings or [action.dest]

    commands = list(names(cli._parser()))
    assert "practice" in commands
    assert not [name for name in commands if "choice" in name or "choose" in name]


@pytest.mark.claim("P51")
@pytest.mark.parametrize("plane", ["site", "relay"])
def test_the_other_planes_never_speak_of_choices(plane: str) -> None:
    assert not [name for name, text in modules(plane) if "quenotte-choices" in text]
