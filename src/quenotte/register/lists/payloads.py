"""The keys of JSON that we keep or publish."""

from collections.abc import Mapping
from types import MappingProxyType

from quenotte.register.lists.answers import HEADERS

_CARD = (
    "slug|name|controllers?|street|postcode|city|country|telephone|emergency|email|languages"
    "|theme|url"
)
_CONTROLLER = "name|address|resources"
# Each object's keys, as alternatives; `.*` stands for every key.
PAYLOADS: Mapping[str, str] = MappingProxyType(
    {
        "site-feed": "card",
        "site-feed.card": _CARD,
        "site-feed.card.controllers": _CONTROLLER,
        "public-card": _CARD,
        "public-card.controllers": _CONTROLLER,
        "vault-feed": "open|fingerprint|card|successions|agreement|instructions|hours|closures|types"
        "|vault_url|services|policy",
        "vault-feed.hours": "resource|weekday|opens|closes",
        "vault-feed.closures": "first|last",
        "vault-feed.types": "slug|names|minutes",
        "vault-feed.types.names": "fr|en|de|it",
        "vault-feed.policy": "number|date|sha256",
        "manifest": "/.*",
        "manifest.*": "sha256|status|headers",
        "manifest.*.headers": f"(?i:{HEADERS.pattern})",
        "key-ids": "care|desk|rights",
        "public-jwk": "kty|crv|x",
        "months": r"\d{4}-\d\d",
        "words": "fr|en|de|it",
    }
)
