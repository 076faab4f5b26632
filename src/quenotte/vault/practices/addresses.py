"""Where a practice's patients find it."""

from django.conf import settings

from quenotte.vault.practices.models import Practice


def vault_url(practice: Practice) -> str:
    """The address of the practice's vault, without a slash at its end."""
    url: str = settings.VAULT_URL
    return url.replace("{practice}", practice.host.removeprefix("rdv.")).rstrip("/")
