"""The vault's entry point for a WSGI server."""

import os
from wsgiref.headers import Headers

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from quenotte.base.assets import FOLDER
from quenotte.base.sqlite import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quenotte.vault.settings")

django_application = get_wsgi_application()

from quenotte.vault.practices import demo_keys  # noqa: E402 - Django has to be set up before
from quenotte.vault.settings import DATABASES  # noqa: E402

serving.hold(DATABASES["default"])
demo_keys.refuse()

# A worker takes its policy from its own response: the one that holds the keys may call nobody.
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)


def protect(headers: Headers, path: str, url: str) -> None:
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


application = WhiteNoise(
    django_application,
    root=str(FOLDER),
    prefix="/static/",
    allow_all_origins=False,
    add_headers_function=protect,
    max_age=365 * 24 * 3600,  # names carry the hash of what they hold
)
