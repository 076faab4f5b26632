"""What the internal host answers: the relay, the site's polling, readiness. Proxies never show it."""

from django.urls import path

from quenotte.vault.feeds import api as feeds
from quenotte.vault.notices import api as notices
from quenotte.vault.policies import views as policies

urlpatterns = [
    path("v1/ready", feeds.ready),
    path("v1/feed/<slug:practice>", feeds.feed),
    path("v1/policy/<slug:practice>/<int:number>", policies.internal),
    path("v1/relay/months", notices.months),
    path("v1/relay/lease", notices.lease),
    path("v1/relay/notices/<uuid:id>/sending", notices.sending),
    path("v1/relay/notices/<uuid:id>/outcome", notices.outcome),
]

handler404 = "quenotte.vault.hosts.not_found"
handler500 = "quenotte.vault.hosts.broken"
