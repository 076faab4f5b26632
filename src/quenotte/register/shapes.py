"""The shapes that are ours: the keys of JSON that we keep or publish, and the fields of our pages.

Checked where such JSON is kept or read from a feed, and by the tests that read every page.
"""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from quenotte.base.declared import refusal
from quenotte.register.lists.controls import CONTROLS
from quenotte.register.lists.payloads import PAYLOADS
from quenotte.register.model import Activity

HERE = "quenotte/register/lists/"


def payload[Value](schema: str, value: Value) -> Value:
    """The same value, when it is a declared object, a list of such, or nothing at all, down to its leaves."""
    for each in _walked(value):
        if isinstance(each, dict):
            for key, below in each.items():
                if not re.fullmatch(PAYLOADS[schema], str(key)):
                    raise refusal("the JSON key", f"{schema}.{key}", where=HERE)
                _below(schema, str(key), below)
        elif each is not None:
            raise refusal("the JSON value in place of an object,", schema, where=HERE)
    return value


def _below(schema: str, key: str, value: object) -> None:
    deeper = [each for each in (f"{schema}.{key}", f"{schema}.*") if each in PAYLOADS]
    for each in deeper:
        payload(each, value)
    for leaf in () if deeper else _walked(value):
        if isinstance(leaf, dict):
            raise refusal("the JSON key", ".".join([schema, key, *list(leaf)[:1]]), where=HERE)


def _walked(value: object) -> Iterator[object]:
    """What is no list, however deep it lies in lists."""
    if isinstance(value, list):
        for each in value:
            yield from _walked(each)
    else:
        yield value


_WRITTEN = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.S)  # what a template computes


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.field = "without a name"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.field = said.get("data-field") or self.field
        if tag in ("input", "select", "textarea") or (tag == "button" and "name" in said):
            hidden = "hidden " * (said.get("type") == "hidden")
            name = said.get("name") or said.get("data-slot") or said.get("id") or self.field
            if hidden or "{}" not in name:  # a computed name is read on the rendered page
                self.found.append(hidden + name)


def controls(page: str, register: Mapping[str, Activity]) -> None:
    """Refuse a page, or its template, with a field that no form of the register has and we do not declare."""
    parser = _Controls()
    parser.feed(_WRITTEN.sub("{}", page))
    asked = {f"{key}-{datum.name}" for key, each in register.items() for datum in each.asked}
    for name in parser.found:
        if name not in asked and name.rpartition("].")[2] not in CONTROLS:  # recipients[0].since
            raise refusal("the page's input", name, where=HERE)
