"""Where the policy and the table who can see what are found, for ever (docs/adr/0015)."""

from django.urls import path, re_path

from quenotte.vault.policies import views
from quenotte.vault.policies.how import how

PAGE = "^(?P<language>fr|en|de|it)"
NUMBER = "(?P<number>[1-9][0-9]{0,6})"

urlpatterns = [
    path("privacy/page.css", views.style),
    re_path(rf"^privacy/{NUMBER}\.json$", views.document),
    re_path(rf"{PAGE}/who$", views.who),
    re_path(rf"{PAGE}/privacy$", views.in_force),
    re_path(rf"{PAGE}/privacy/how$", how),
    re_path(rf"{PAGE}/privacy/{NUMBER}$", views.permanent),
    re_path(rf"{PAGE}/privacy/{NUMBER}/changes$", views.changes),
]
