"""The vault's entry point for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from quenotte.base.assets import FOLDER

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quenotte.vault.settings")

django_application = get_wsgi_application()

from quenotte.vault.practices import demo_keys  # noqa: E402 - Django has to be set up before

demo_keys.refuse()

application = WhiteNoise(
    django_application,
    root=str(FOLDER),
    prefix="/static/",
    max_age=365 * 24 * 3600,  # names carry the hash of what they hold
)
