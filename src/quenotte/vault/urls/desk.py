"""What the desk's host answers."""

from django.urls import include, path

urlpatterns = [
    path("v1/desk/", include("quenotte.vault.desk.urls")),
    path("", include("quenotte.vault.desk.page_urls")),
]

handler404 = "quenotte.vault.hosts.not_found"
handler500 = "quenotte.vault.hosts.broken"
