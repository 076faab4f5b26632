"""The vault's settings, from its environment (docs/adr/0002-interfaces.md, Settings)."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from quenotte.base import settings as read
from quenotte.base.templates import TEMPLATES as TEMPLATES

PLANE = "vault"
DEMO = read.read("QUENOTTE_DEMO", "") == "1"
SECRETS = read.load_secrets(PLANE)
SECRET_KEY = SECRETS.django
DEBUG = False

VAULT_URL = read.read("QUENOTTE_VAULT_URL", "https://rdv.{practice}")
DESK_URL = read.read("QUENOTTE_DESK_URL", "http://desk.localhost:8001")
INTERNAL_URL = read.read("QUENOTTE_VAULT_INTERNAL_URL", "http://vault.localhost:8001")
SITE_INTERNAL_URL = read.read("QUENOTTE_SITE_INTERNAL_URL", "http://site.localhost:8000")
SITE_FINGERPRINT = read.read("QUENOTTE_SITE_FINGERPRINT", "")
RELAY_FINGERPRINT = read.read("QUENOTTE_RELAY_FINGERPRINT", "")
SMS_DOMAIN = read.read("QUENOTTE_SMS_DOMAIN", "")
HOSTING = json.loads(read.read("QUENOTTE_HOSTING", "{}"))

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
]
MIDDLEWARE = [
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

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [CSP.NONE],
}
SECURE_CSP_DESK = SECURE_CSP | {"worker-src": [CSP.SELF], "trusted-types": ["quenotte-worker"]}

# Requests are never logged: an address and a path are already about somebody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "loggers": {
        "django": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "quenotte": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
