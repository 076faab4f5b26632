"""What each column of the site holds: facts of practices and pages, nothing about a patient."""

from collections.abc import Mapping

from quenotte.register.gate import About, Binding

_ROW = About("a row's own number")
_FACT = About("a public fact of the practice")
_FEED = About("the vault's signed feed, which names no patient")
_PAGE = About("published bytes, the same for every visitor")
_PAGE_BYTES = About(_PAGE.nobody, schema="page")

THIRD_PARTY: Mapping[str, str] = {}  # other people's models, each with its reason; no wildcards

BINDINGS: Mapping[str, Binding] = {
    "facts.Site.id": _ROW,
    "facts.FactsRevision.id": _ROW,
    "facts.VaultFeed.id": _ROW,
    "facts.PublicCard.id": _ROW,
    "releases.Release.id": _ROW,
    **{
        f"facts.Site.{name}": _FACT
        for name in ("practice", "host", "practice_fingerprint", "made_at")
    },
    **{f"facts.FactsRevision.{name}": _FACT for name in ("site", "number", "made_at")},
    "facts.FactsRevision.facts": About(_FACT.nobody, schema="practice-facts"),
    **{f"facts.VaultFeed.{name}": _FEED for name in ("site", "number", "fetched_at")},
    "facts.VaultFeed.items": About(_FEED.nobody, schema="vault-feed"),
    **{f"facts.PublicCard.{name}": _FACT for name in ("site", "number", "made_at")},
    "facts.PublicCard.card": About(_FACT.nobody, schema="public-card"),
    **{
        f"privacy.PolicyText.{name}": About("the practice's published policy")
        for name in ("id", "site", "number", "effective_date", "sha256", "confirmed_at")
    },
    "privacy.PolicyText.canonical": About("the text of the policy, public", schema="policy"),
    "releases.Blob.sha256": _PAGE,
    **{f"releases.Blob.{name}": _PAGE_BYTES for name in ("bytes", "gzip", "brotli")},
    **{f"releases.Release.{name}": _PAGE for name in ("site", "number", "digest", "made_at")},
    "releases.Release.manifest": About(_PAGE.nobody, schema="manifest"),
    **{f"releases.Pointer.{name}": _PAGE for name in ("site", "release", "flipped_at")},
    **{
        f"releases.Flip.{name}": About("what became public when, on which instruction")
        for name in ("id", "site", "release", "flipped_at", "instruction")
    },
}
