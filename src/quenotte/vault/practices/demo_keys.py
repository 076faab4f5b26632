"""The fingerprint of the demo's key, which every start but the demo's refuses."""

from django.conf import settings

from quenotte.vault.practices.models import Practice

# The demo's signing key is the same in every release (web/keys/make-bundle.ts).
FINGERPRINT = "HAgF5Uykv3FN65t9I0NhXiUutEH7KNeewJgm_Dx2VU4"


class DemoKeys(Exception):
    """A practice here has the demo's keys, which lie open in every copy of this program."""


def refuse() -> None:
    """Called by every server and worker start of a vault that is not the demo's."""
    if settings.DEMO:
        return
    found = Practice.objects.filter(fingerprint=FINGERPRINT).first()
    if found is not None:
        raise DemoKeys(
            f"the practice {found.slug} has the demo's keys, which anybody can read;"
            " begin with an empty database"
        )
