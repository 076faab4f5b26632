"""The translated texts: compiled (.po → .mo), brought up to date, checked. Needs Babel.

python tools/catalogues.py            compiles what has changed
python tools/catalogues.py --update   takes new sentences of the source into every .po
python tools/catalogues.py --check    fails when a sentence has no translation
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "quenotte"
TEXTS = "locale/*/LC_MESSAGES/django.po"
WHERE = [("**.py", "python"), ("**/jinja2/**", "jinja2")]
OPTIONS = {"**/jinja2/**": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}
LANGUAGES = ("fr", "de", "it")  # English stands in the source


def sentences() -> Catalog:
    """Every sentence that Python and the templates mark."""
    found = Catalog(project="Quenotte", charset="utf-8")
    for name, line, message, comments, context in extract_from_dir(
        PACKAGE, method_map=WHERE, options_map=OPTIONS, comment_tags=("For translators:",)
    ):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def read(texts: Path) -> Catalog:
    with texts.open("rb") as source:
        return read_po(source, locale=texts.parts[-3], domain="django")


def compile_all() -> int:
    """How many catalogues were compiled; one that is newer than its texts stays."""
    done = 0
    for texts in sorted(PACKAGE.glob(TEXTS)):
        compiled = texts.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= texts.stat().st_mtime:
            continue
        part = compiled.with_suffix(".part")
        with part.open("wb") as target:
            write_mo(target, read(texts))
        part.replace(compiled)
        done += 1
    return done


def update() -> None:
    """Adds new sentences to every .po and drops those that are gone; nothing is guessed."""
    found = sentences()
    for language in LANGUAGES:
        texts = PACKAGE / TEXTS.replace("*", language)
        texts.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read(texts) if texts.exists() else Catalog(locale=language, domain="django")
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with texts.open("wb") as target:
            write_po(target, catalogue, omit_header=False, width=100, include_lineno=False)
        print(f"{language}: {len(missing(catalogue, found))} of {len(found)} to translate")


def missing(catalogue: Catalog, found: Catalog) -> list[str]:
    """The sentences without a translation that may be shown."""
    gaps = []
    for message in found:
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        whole = translated is not None and (
            all(translated.string) if isinstance(translated.string, tuple) else translated.string
        )
        if translated is None or not whole or translated.fuzzy:
            gaps.append(message.id if isinstance(message.id, str) else message.id[0])
    return gaps


def check() -> bool:
    """Whether every .po says everything, with the same placeholders as the English."""
    found, good = sentences(), True
    for texts in sorted(PACKAGE.glob(TEXTS)):
        catalogue = read(texts)
        for gap in missing(catalogue, found):
            print(f"{texts.parts[-3]}: no translation of {gap!r}")
            good = False
        for message, errors in catalogue.check():
            print(f"{texts.parts[-3]}: {message.id!r}: {'; '.join(map(str, errors))}")
            good = False
    return good


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(0 if check() else 1)
    elif "--update" in sys.argv[1:]:
        update()
    else:
        count = compile_all()
        print(f"{count} compiled" if count else "up to date")
