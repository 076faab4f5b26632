"""The policy in force for machines: `/privacy.tilt.json`, in the first of the practice's languages."""

import json

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from quenotte.register.derived.published import digest
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.patient.offer import languages
from quenotte.vault.policies import exports

JSON = "application/json"


@require_safe
def tilt(request: PracticeRequest) -> HttpResponseBase:
    """Nothing before the practice's site has said who answers for it: half a document would be a false one."""
    language = languages(request.practice)[0]
    try:
        said = exports.machine_form(request.practice, language, at=timezone.now())
    except exports.NotYet:
        raise Http404("not yet") from None
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, content_type=JSON)
    etag = f'"{digest(body)}"'
    response["ETag"], response["Cache-Control"] = etag, "public, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
