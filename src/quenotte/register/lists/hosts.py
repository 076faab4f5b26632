"""Which settings name the hosts that a plane's servers call, and whose hosts they have to be (P35)."""

from collections.abc import Mapping
from types import MappingProxyType

OUTBOUND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "site": ("QUENOTTE_VAULT_INTERNAL_URL", "QUENOTTE_SITE_DATABASE"),
        "vault": ("QUENOTTE_SITE_INTERNAL_URL", "QUENOTTE_VAULT_DATABASE"),
        "relay": ("QUENOTTE_VAULT_INTERNAL_URL", "QUENOTTE_SMTP", "QUENOTTE_RELAY_DATABASE"),
    }
)
# The roles of which one has to list the setting's host, unless it is this machine. Other settings name planes of ours.
OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "QUENOTTE_SMTP": ("carriers",),
        "QUENOTTE_VAULT_DATABASE": ("host",),
        "QUENOTTE_RELAY_DATABASE": ("host",),
        "QUENOTTE_SITE_DATABASE": ("host", "publisher"),
    }
)
