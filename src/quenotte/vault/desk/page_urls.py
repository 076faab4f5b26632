"""The desk's pages."""

from django.urls import path, register_converter

from quenotte.vault.desk import pages


class Language:
    regex = "|".join(pages.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Language, "desk_language")

urlpatterns = [
    path("favicon.svg", pages.favicon),
    path("", pages.choose_language),
    path("<desk_language:language>/", pages.desk),
    path("<desk_language:language>/setup", pages.setup),
    path("<desk_language:language>/join", pages.join),
    path("<desk_language:language>/recover", pages.recover),
]
