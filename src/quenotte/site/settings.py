"""The site's settings, from its environment (docs/adr/0002-interfaces.md, Settings).

No sessions, no administration pages, no cookies: Django answers only the internal host. Published pages are
answered before it, in quenotte.site.wsgi.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

from quenotte.base import settings as read
from quenotte.base.log import LOGGING as LOGGING
from quenotte.base.templates import TEMPLATES as TEMPLATES
from quenotte.register import doorways, recipients

PLANE = "site"
DEMO = read.read("QUENOTTE_DEMO", "") == "1"
SECRETS = read.load_secrets(PLANE)
SECRET_KEY = SECRETS.django
DEBUG = False

SITE_URL = read.read("QUENOTTE_SITE_URL", "https://{practice}")
VAULT_URL = read.read("QUENOTTE_VAULT_URL", "https://rdv.{practice}")
INTERNAL_URL = read.read("QUENOTTE_SITE_INTERNAL_URL", "http://site.localhost:8000")
VAULT_INTERNAL_URL = read.read("QUENOTTE_VAULT_INTERNAL_URL", "http://vault.localhost:8001")
VAULT_FINGERPRINT = read.read("QUENOTTE_VAULT_FINGERPRINT", "")  # empty: no feed is believed
HOSTING = json.loads(read.read("QUENOTTE_HOSTING", "{}"))
RECIPIENTS = recipients.read(read.read("QUENOTTE_RECIPIENTS", "[]"))
POLL_SECONDS = float(read.read("QUENOTTE_SITE_POLL_SECONDS", "60"))

INTERNAL_HOST = urlsplit(INTERNAL_URL).netloc

ALLOWED_HOSTS = [urlsplit(INTERNAL_URL).hostname or ""]
ROOT_URLCONF = "quenotte.site.urls"
WSGI_APPLICATION = "quenotte.site.wsgi.application"
INSTALLED_APPS = [
    "quenotte.site",
    "quenotte.site.facts",
    "quenotte.site.privacy",
    "quenotte.site.releases",
]
MIDDLEWARE: list[str] = []
DATABASES = {"default": read.database(PLANE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch"), ("it", "Italiano")]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]

OUTBOUND = doorways.outbound(
    PLANE,
    {
        "QUENOTTE_VAULT_INTERNAL_URL": VAULT_INTERNAL_URL,
        "QUENOTTE_SITE_DATABASE": read.read("QUENOTTE_SITE_DATABASE", ""),
    },
    RECIPIENTS,
)
