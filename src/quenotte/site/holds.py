"""What each column of the site holds: facts of practices and pages, nothing about a patient."""

from collections.abc import Mapping

from quenotte.register.gate import About, Binding

_ROW = About("a row's own number")
_FACT = About("a public fact of the practice, schema quenotte.site.facts.schema.PracticeFacts")
_FEED = About("the vault's signed feed, which names no patient (docs/adr/0002-interfaces.md, Feed)")
_PAGE = About("published bytes, the same for every visitor")

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
    **{f"facts.FactsRevision.{name}": _FACT for name in ("site", "number", "facts", "made_at")},
    **{f"facts.VaultFeed.{name}": _FEED for name in ("site", "number", "items", "fetched_at")},
    **{f"facts.PublicCard.{name}": _FACT for name in ("site", "number", "card", "made_at")},
    **{f"releases.Blob.{name}": _PAGE for name in ("sha256", "bytes", "gzip", "brotli")},
    **{
        f"releases.Release.{name}": _PAGE
        for name in ("site", "number", "digest", "manifest", "made_at")
    },
    **{f"releases.Pointer.{name}": _PAGE for name in ("site", "release", "flipped_at")},
}
