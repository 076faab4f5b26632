"""The feed and the readiness answer, on the internal host."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from quenotte.base.declared import Undeclared
from quenotte.vault import gate
from quenotte.vault.answers import answer, unknown
from quenotte.vault.feeds import services
from quenotte.vault.notices import services as notices
from quenotte.vault.practices.models import Practice


@require_GET
def ready(request: HttpRequest) -> JsonResponse:
    """Whether this process may serve: the register covers its tables, the database answers."""
    try:
        gate.check()
    except Undeclared as fault:
        return answer({"ready": False, "undeclared": str(fault)}, 503)
    Practice.objects.exists()
    return answer({"ready": True, "relay": notices.months() is not None})


@require_GET
def feed(request: HttpRequest, practice: str) -> HttpResponse:
    found = Practice.objects.filter(slug=practice, departure=None).first()
    if found is None:
        return unknown()
    token = services.publish(practice=found, at=timezone.now())
    return HttpResponse(token, content_type="application/jose")
