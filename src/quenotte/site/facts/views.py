"""The site's internal answers: its signed feed about a practice, and whether it is ready."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from quenotte.base import feed as feeds
from quenotte.base.declared import Undeclared
from quenotte.site import gate
from quenotte.site.facts.instants import written
from quenotte.site.facts.models import PublicCard


def unknown(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One body for what is not there and for what the asker may not see."""
    return JsonResponse({"refused": {"field": None, "reason": "unknown"}}, status=404)


@require_safe
def feed(request: HttpRequest, practice: str) -> HttpResponse:
    """The public card, as a numbered JWS by the site's own key."""
    said = PublicCard.objects.filter(site__practice=practice).first()
    if said is None:
        return unknown(request)
    token = feeds.write(
        plane="site",
        practice=practice,
        number=said.number,
        issued=written(said.made_at),
        items={"card": said.card},
        key=settings.SECRETS.signing,
    )
    return HttpResponse(token, content_type="application/jose")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether this process may serve: the register covers its tables, the database answers."""
    try:
        gate.check()
    except Undeclared as fault:
        return JsonResponse({"ready": False, "undeclared": str(fault)}, status=503)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ready": True})
