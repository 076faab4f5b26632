"""Which settings name the hosts that a plane's servers call (P35)."""

from collections.abc import Mapping
from types import MappingProxyType

OUTBOUND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "site": ("QUENOTTE_VAULT_INTERNAL_URL", "QUENOTTE_SITE_DATABASE"),
        "vault": ("QUENOTTE_SITE_INTERNAL_URL", "QUENOTTE_VAULT_DATABASE"),
        "relay": ("QUENOTTE_VAULT_INTERNAL_URL", "QUENOTTE_SMTP", "QUENOTTE_RELAY_DATABASE"),
    }
)
