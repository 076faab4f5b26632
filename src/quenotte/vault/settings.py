"""The vault's settings, from its environment (docs/adr/0002-interfaces.md, Settings)."""

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from quenotte.base import settings as read
from quenotte.base.log import LOGGING as LOGGING
from quenotte.base.templates import TEMPLATES as TEMPLATES
from quenotte.register import REGISTER, doorways, offered, recipients
from quenotte.register.derived import headers

PLANE = "vault"
DEMO = read.read("QUENOTTE_DEMO", "") == "1"
SECRETS = read.load_secrets(PLANE)
SECRET_KEY = SECRETS.django
SEALING = read.load_sealing_key(PLANE)
DEBUG = False

VAULT_URL = read.read("QUENOTTE_VAULT_URL", "https://rdv.{practice}")
DESK_URL = read.read("QUENOTTE_DESK_URL", "http://desk.localhost:8001")
INTERNAL_URL = read.read("QUENOTTE_VAULT_INTERNAL_URL", "http://vault.localhost:8001")
SITE_INTERNAL_URL = read.read("QUENOTTE_SITE_INTERNAL_URL", "http://site.localhost:8000")
SITE_FINGERPRINT = read.read("QUENOTTE_SITE_FINGERPRINT", "")
RELAY_FINGERPRINT = read.read("QUENOTTE_RELAY_FINGERPRINT", "")
SMS_DOMAIN = read.read("QUENOTTE_SMS_DOMAIN", "")
HOSTING = json.loads(read.read("QUENOTTE_HOSTING", "{}"))
SECOND_PLACE = Path(place) if (place := read.read("QUENOTTE_VAULT_SECOND_PLACE", "")) else None
RECIPIENTS = recipients.read(read.read("QUENOTTE_RECIPIENTS", "[]"))

DESK_HOST = urlsplit(DESK_URL).hostname or ""
INTERNAL_HOST = urlsplit(INTERNAL_URL).hostname or ""
SECURE = urlsplit(DESK_URL).scheme == "https"

ALLOWED_HOSTS = ["*"]  # hosts.ByHost answers 421 to every host that is nobody's
ROOT_URLCONF = "quenotte.vault.urls.patients"
WSGI_APPLICATION = "quenotte.vault.wsgi.application"
INSTALLED_APPS = [
    "quenotte.vault",
    "quenotte.vault.practices",
    "quenotte.vault.agenda",
    "quenotte.vault.intake",
    "quenotte.vault.notices",
    "quenotte.vault.desk",
    "quenotte.vault.feeds",
    "quenotte.vault.patient",
    "quenotte.vault.policies",
    "quenotte.vault.journal",
    "quenotte.vault.instructions",
    "quenotte.vault.handover",
    "quenotte.vault.recovery",
]
MIDDLEWARE = [
    "quenotte.base.sent.only_declared",
    "quenotte.vault.hosts.ByHost",
    "quenotte.vault.hosts.in_the_path_s_language",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "quenotte.vault.hosts.plain_headers",
]
DATABASES = {"default": read.database(PLANE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch"), ("it", "Italiano")]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS: list[str] = []  # nothing is ever written to a temporary file

SECURE_CSP = headers.policy(headers.Page.PATIENT, offered(REGISTER))
SECURE_CSP_DESK = headers.policy(headers.Page.DESK, offered(REGISTER))


def SENT(host: str, headers: Iterable[tuple[str, str]]) -> None:
    """Which headers and cookies an answer of this host may have."""
    doorways.answer(headers, place="desk" if host == DESK_HOST else "public")


OUTBOUND = doorways.outbound(
    PLANE,
    {
        "QUENOTTE_SITE_INTERNAL_URL": SITE_INTERNAL_URL,
        "QUENOTTE_VAULT_DATABASE": read.read("QUENOTTE_VAULT_DATABASE", ""),
    },
    RECIPIENTS,
)
