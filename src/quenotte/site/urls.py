"""What the internal host answers; the published pages never come here."""

from django.urls import path

from quenotte.site.facts import views

urlpatterns = [
    path("v1/feed/<str:practice>", views.feed),
    path("v1/ready", views.ready),
]
handler404 = "quenotte.site.facts.views.unknown"
