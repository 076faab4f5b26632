"""What `rdv.<practice>` answers."""

from django.urls import include, path

from quenotte.vault.intake import api
from quenotte.vault.policies import machine

urlpatterns = [
    path("v1/p/<slug:practice>/card", api.card),
    path("v1/p/<slug:practice>/slots", api.slots),
    path("v1/p/<slug:practice>/link", api.link),
    path("v1/p/<slug:practice>/link/calendar", api.calendar),
    path("v1/p/<slug:practice>/link/cancel", api.cancel),
    path("v1/p/<slug:practice>/<slug:activity>/<str:id>", api.receive),
    path("privacy.tilt.json", machine.tilt),
    path("", include("quenotte.vault.policies.urls")),
    path("", include("quenotte.vault.patient.urls")),
]

handler404 = "quenotte.vault.patient.views.not_found"
handler500 = "quenotte.vault.hosts.broken"
