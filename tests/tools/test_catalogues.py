"""Every sentence that the product says is found, translated, and written as its language is."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from catalogues import LANGUAGES, PACKAGE, TEXTS, missing, read, sentences

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^<>]+>")
# U+202F before ; ? ! and U+00A0 before : and inside « », so that no line begins with a sign.
FRENCH_SIGN_ALONE = re.compile("(?<!\u202f)[;?!]|(?<!\u00a0):(?=\\s|<|$)|«(?!\u00a0)|(?<!\u00a0)»")


@pytest.fixture(scope="module")
def found() -> Catalog:
    return sentences()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    language: str = request.param
    return read(PACKAGE / TEXTS.replace("*", language))


def forms(said: object) -> tuple[str, ...]:
    """A sentence has one form, a sentence with a number as many as its language has plurals."""
    return tuple(map(str, said)) if isinstance(said, list | tuple) else (str(said),)


def translated(catalogue: Catalog) -> Iterator[tuple[Message, tuple[str, ...]]]:
    for message in catalogue:
        if message.id:
            yield message, forms(message.string)


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def lonely_signs(text: str) -> list[str]:
    return [found.group() for found in FRENCH_SIGN_ALONE.finditer(text)]


def test_sentences_of_python_and_of_templates_are_found() -> None:
    found = {
        location[0].rsplit(".", 1)[-1] for message in sentences() for location in message.locations
    }
    assert {"py", "html", "txt"} <= found


def test_a_sentence_without_a_translation_is_told() -> None:
    found = Catalog()
    found.add("Telephone")
    found.add("Emergency")
    french = Catalog(locale="fr")
    french.add("Telephone", "Téléphone")
    french.add("Emergency", "Urgence", flags=["fuzzy"])
    assert missing(french, found) == ["Emergency"]
    french["Emergency"].flags.clear()
    assert missing(french, found) == []


def test_every_sentence_is_translated_and_none_is_a_guess(
    catalogue: Catalog, found: Catalog
) -> None:
    assert missing(catalogue, found) == []


def test_a_translation_keeps_every_placeholder(catalogue: Catalog) -> None:
    """The form for one may leave its number out ("One answer"); the form for many may not."""
    for message, said in translated(catalogue):
        english = forms(message.id)
        assert len(said) == (catalogue.num_plurals if message.pluralizable else 1), message.id
        assert placeholders(said[-1]) == placeholders(english[-1]), message.id
        for form in said[:-1]:
            assert placeholders(form) in [placeholders(each) for each in english], message.id


def test_babel_finds_nothing_wrong_with_a_translation(catalogue: Catalog) -> None:
    assert [(message.id, errors) for message, errors in catalogue.check()] == []


def test_nobody_is_shouted_at(catalogue: Catalog) -> None:
    shouted = [
        form
        for message, said in translated(catalogue)
        for form in (*forms(message.id), *said)
        if "!" in form
    ]
    assert shouted == []


def test_a_french_sign_stands_with_its_word() -> None:
    french = read(PACKAGE / TEXTS.replace("*", "fr"))
    alone = [form for _, said in translated(french) for form in said if lonely_signs(form)]
    assert alone == []


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Quand\u202f? Voici\u00a0: «\u00a0oui\u00a0»\u202f; 14:30, https://rdv.lac.example", []),
        ("Quand ?", ["?"]),
        ("Quand?", ["?"]),
        ("Voici :", [":"]),
        ("«oui »", ["«", "»"]),
        ("<b>Voici: </b>", [":"]),
    ],
)
def test_a_sign_that_could_begin_a_line_is_seen(text: str, signs: list[str]) -> None:
    assert lonely_signs(text) == signs
