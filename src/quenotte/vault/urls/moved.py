"""What `rdv.<practice>` answers once the practice was handed over to another vault."""

from django.urls import path, re_path

from quenotte.vault.handover.views import moved
from quenotte.vault.patient import views

urlpatterns = [path("favicon.svg", views.favicon), re_path("^.*$", moved)]

handler404 = "quenotte.vault.hosts.not_found"
handler500 = "quenotte.vault.hosts.broken"
