"""What can lie in a column of JSON or bytes: every schema that a binding may name, and where it is written."""

from collections.abc import Mapping
from types import MappingProxyType

from quenotte.register.lists.payloads import PAYLOADS

_CONTRACT = "docs/adr/0002-interfaces.md"
_HERE = "quenotte/register/lists/payloads.py"
# Sealed: without a key nobody reads what lies in it. What a form asks for lies in the first two alone.
ANSWERS = frozenset({"envelope", "reach"})
SEALED: frozenset[str] = ANSWERS | {
    *("grant", "sealed-key", "mine", "setup-draft", "sheet-seal", "list-card")
}
# JSON, of which each key is declared.
SHAPES = frozenset({"practice-facts", *(name for name in PAYLOADS if "." not in name)})
SCHEMAS: Mapping[str, str] = MappingProxyType(
    {
        **{name: _HERE for name in PAYLOADS if "." not in name},
        "envelope": f"{_CONTRACT}, Envelope",
        "reach": f"{_CONTRACT}, Reach",
        "grant": f"{_CONTRACT}, The desk",
        "sealed-key": f"{_CONTRACT}, The desk",
        "mine": "docs/adr/0016-keys-and-people.md, Who is who",
        "setup-draft": "docs/adr/0016-keys-and-people.md, Set-up",
        "list-card": f"{_CONTRACT}, The desk",
        "sheet-seal": f"{_CONTRACT}, Set-up",
        "practice-facts": "quenotte/site/facts/schema.py, PracticeFacts",
        "page": "quenotte/site/releases/pages.py, Page",
        "policy": "quenotte/register/derived/policy.py, document",
        "policy-page": "quenotte/vault/policies/jinja2/policies/version.html, html",
    }
)
