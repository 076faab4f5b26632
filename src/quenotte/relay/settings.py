"""Django as the relay uses it: settings, words, and the ORM on a small database of its own.

There is no page, no session and no SECRET_KEY; the relay's own key is in its secret file.
"""

from pathlib import Path

from quenotte.base.log import LOGGING as LOGGING
from quenotte.base.settings import database, read
from quenotte.register import doorways, recipients

DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch"), ("it", "Italiano")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]

INSTALLED_APPS = ["quenotte.relay", "quenotte.relay.keys"]
MIDDLEWARE: list[str] = []
DATABASES = {"default": database("relay")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

VAULT_INTERNAL_URL = read("QUENOTTE_VAULT_INTERNAL_URL", "http://vault.localhost:8001")
SMS_DOMAIN = read("QUENOTTE_SMS_DOMAIN", "")  # empty: no SMS leaves
POLL_SECONDS = float(read("QUENOTTE_RELAY_POLL_SECONDS", "1"))
# The vault leases for 60 s; a child that has not ended by then is stuck.
CHILD_SECONDS = float(read("QUENOTTE_RELAY_CHILD_SECONDS", "55"))

RECIPIENTS = recipients.read(read("QUENOTTE_RECIPIENTS", "[]"))
OUTBOUND = doorways.outbound(
    "relay",
    {
        "QUENOTTE_VAULT_INTERNAL_URL": VAULT_INTERNAL_URL,
        "QUENOTTE_SMTP": read("QUENOTTE_SMTP", ""),
        "QUENOTTE_RELAY_DATABASE": read("QUENOTTE_RELAY_DATABASE", ""),
    },
    RECIPIENTS,
)
