"""The patients' pages; the first segment is the page's language."""

from django.urls import path, re_path

from quenotte.vault.patient import views

LANGUAGE = "^(?P<language>fr|en|de|it)/"

urlpatterns = [
    path("", views.front),
    path("favicon.svg", views.favicon),
    re_path(rf"{LANGUAGE}$", views.booking),
    re_path(rf"{LANGUAGE}link$", views.link),
]
