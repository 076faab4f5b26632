"""`quenotte register WHAT`: the documents that derive from the register, for one practice or for the Publisher.

The practice's come from its vault, the Publisher's and the legal notice from its site; one process, one plane.
"""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from quenotte import serve

TABLES = ("csv", "json")
PAPERS = ("markdown", "html")
# What there is, and in which formats; the first is the usual one.
FORMATS: dict[str, tuple[str, ...]] = {
    "policy": ("text", "json"),
    "records": TABLES,
    "swiss": TABLES,
    "annex": PAPERS,
    "assessment": PAPERS,
    "tilt": ("json",),
    "publisher": TABLES,
    "imprint": ("text",),
}
LANGUAGES = ("fr", "en", "de", "it")


class Unknown(Exception):
    """What was asked for is not here. The message says what is."""


@dataclass(frozen=True)
class Asked:
    """What somebody typed."""

    what: str
    practice: str | None
    language: str
    format: str | None

    @property
    def wanted_format(self) -> str:
        there = FORMATS[self.what]
        if self.format is not None and self.format not in there:
            raise Unknown(f"{self.what} comes as {' or '.join(there)}")
        return self.format or there[0]


def write(asked: Asked) -> int:
    """Print the document; 1 when something that it must say is missing, with a sentence why."""
    makers: dict[str, Callable[[Asked], int]] = {"publisher": _publisher, "imprint": _imprint}
    try:
        return makers.get(asked.what, _of_a_practice)(asked)
    except Unknown as why:
        print(f"quenotte: {why}", file=sys.stderr)
        return 1


def _of_a_practice(asked: Asked) -> int:
    serve.start("vault")
    from django.utils import timezone

    from quenotte.vault.policies import exports
    from quenotte.vault.practices.models import Practice

    slug = _one(asked.practice, Practice.objects.values_list("slug", flat=True))
    wanted = exports.Wanted(asked.what, asked.language, asked.wanted_format)
    try:
        _print(exports.export(Practice.objects.get(slug=slug), wanted, at=timezone.now()))
    except exports.NotYet as why:
        raise Unknown(str(why)) from None
    return 0


def _publisher(asked: Asked) -> int:
    serve.start("site")
    from django.utils import translation

    from quenotte.register.derived import processor
    from quenotte.register.periods import Words
    from quenotte.site.facts import exports

    with translation.override(asked.language):
        words = Words(translation.gettext, translation.ngettext)
        rows = exports.register(words)
        if asked.wanted_format == "csv":
            _print(processor.as_csv(rows, words))
        else:
            _print(
                json.dumps(processor.as_json(rows, words), ensure_ascii=False, indent=1).encode()
            )
    return 0


def _imprint(asked: Asked) -> int:
    serve.start("site")
    from django.utils import translation

    from quenotte.site.facts import services
    from quenotte.site.facts.models import Site
    from quenotte.site.releases import legal

    practice = _one(asked.practice, Site.objects.values_list("practice", flat=True))
    facts = services.current(Site.objects.get(practice=practice))
    language = asked.language if asked.language in facts.languages else facts.default_language
    with translation.override(language):
        said = legal.notice(facts, language)
    lines = [
        line for entry in said.entries for line in (entry.term, *map("  {}".format, entry.lines))
    ]
    _print("\n".join([*lines, ""]).encode())
    for fact in said.missing:
        print(f"quenotte: the law wants {fact} said, and the facts do not", file=sys.stderr)
    return 1 if said.missing else 0


def _one(wanted: str | None, known: Iterable[str]) -> str:
    """The practice that was named, or the only one."""
    here = sorted(known)
    if wanted is None and len(here) == 1:
        return here[0]
    if wanted is not None and wanted in here:
        return wanted
    problem = f"there is no practice {wanted}" if wanted else "name a practice with --practice"
    raise Unknown(f"{problem}; here: {', '.join(here) or 'none'}")


def _print(document: bytes) -> None:
    sys.stdout.buffer.write(document)
    sys.stdout.buffer.flush()
