"""Every sentence that the product says is found, and a missing translation is told."""

from babel.messages.catalog import Catalog
from catalogues import missing, sentences


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
