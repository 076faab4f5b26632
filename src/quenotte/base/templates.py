"""The Jinja environment of every plane: escaped, strict about missing names, words through gettext.

Named by each plane's settings (`OPTIONS: {"environment": "quenotte.base.templates.environment"}`).
A plane's own templates lie in its apps' `jinja2/` folders; shared pieces are `base/icons.html` and
`base/page.html`.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import translation
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from quenotte.base.assets import asset

SHARED = Path(__file__).parent / "jinja2"
LANGUAGES = (("fr", "Français"), ("en", "English"), ("de", "Deutsch"), ("it", "Italiano"))
NO_BREAK = "\N{NO-BREAK SPACE}"


def unbroken(text: str) -> str:
    """Numbers, names and times stay on one line."""
    return text.replace(" ", NO_BREAK)


def tel(number: str) -> str:
    """The link that dials a number written for people."""
    return "tel:" + re.sub(r"[^+0-9]", "", number)


_admit: Callable[[str], object] | None = None


def only(admit: Callable[[str], object]) -> None:
    """From here on a template whose fields `admit` refuses is not compiled (invariant 3)."""
    global _admit  # noqa: PLW0603 - templates belong to the process
    _admit = admit


class _Fields(Extension):
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if _admit is not None:
            _admit(source)
        return source


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls; `options` brings the loader of the apps' folders."""
    apps = options.pop("loader", None)
    shared = FileSystemLoader(SHARED)
    options |= {"autoescape": True, "undefined": StrictUndefined}
    made = Environment(  # noqa: S701 - autoescape stands in the options
        loader=ChoiceLoader([apps, shared]) if apps else shared,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", _Fields],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    made.globals |= {"asset": asset, "LANGUAGE_NAMES": dict(LANGUAGES)}
    made.filters |= {"unbroken": unbroken, "tel": tel}
    return made


# The `TEMPLATES` setting of every plane that shows pages.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "quenotte.base.templates.environment"},
    }
]
