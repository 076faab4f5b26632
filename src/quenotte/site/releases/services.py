"""Publishing: render, hash, write what is new, flip the pointer. And back."""

import gzip
import hashlib
import json
from datetime import datetime

import brotli
from django.conf import settings
from django.db import transaction

from quenotte.base import log
from quenotte.site.facts import instructed, vault_feed
from quenotte.site.facts import services as facts
from quenotte.site.facts.models import Site
from quenotte.site.facts.schema import PracticeFacts
from quenotte.site.privacy import services as privacy
from quenotte.site.releases import legal
from quenotte.site.releases.models import Blob, Flip, Pointer, Release
from quenotte.site.releases.pages import Page, Subject, render

COMPRESSED = ("text/", "application/json", "application/manifest", "image/svg")


class NoSuchRelease(Exception):
    """The site has no release of that number."""


@transaction.atomic
def publish(*, site: Site, at: datetime) -> Release:
    """Make the newest facts public, with the last vault feed that was believed.

    What is already kept is not written again, and nothing at all when no byte differs. Either all of it is
    public afterwards or nothing has changed. WrongFact: the practice's law wants a fact said that is missing.
    instructed.NotSigned: the practice has not told us to, or took it back.
    """
    locked = Site.objects.select_for_update().get(pk=site.pk)  # one publish of a site at a time
    cited = instructed.cite(site=locked, at=at)
    said = facts.current(site)
    pages = _pages(site, said, at)
    facts.say(site=site, facts=said, at=at)
    _keep_blobs(pages)
    manifest = {
        path: {
            "sha256": hashlib.sha256(page.body).hexdigest(),
            "status": page.status,
            "headers": page.headers,
        }
        for path, page in sorted(pages.items())
    }
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    pointer = Pointer.objects.select_related("release").filter(site=site).first()
    if pointer is not None and pointer.release.digest == digest:
        return pointer.release
    last = Release.objects.filter(site=site).order_by("-number").first()
    release = Release.objects.create(
        site=site,
        number=last.number + 1 if last else 1,
        digest=digest,
        manifest=manifest,
        made_at=at,
    )
    _flip(site, release, cited, at)
    return release


def preview(*, site: Site, at: datetime) -> dict[str, Page]:
    """The pages as they would be published now, for whoever decides; nothing is kept or public. WrongFact."""
    return _pages(site, facts.current(site), at)


def _pages(site: Site, said: PracticeFacts, at: datetime) -> dict[str, Page]:
    legal.check(said)
    return render(
        Subject(
            facts=said,
            vault=vault_feed.current(site),
            practice=site.practice,
            url=facts.url_of(site),
            vault_url=settings.VAULT_URL.replace("{practice}", site.host.removeprefix("www.")),
            policy=privacy.current(site, at=at),
        )
    )


def follow(*, site: Site, at: datetime) -> bool:
    """Read the vault's feed and the policy that it names, and publish again when a page would change.

    True when it did. What is believed and what is published come in one transaction, so that a crash between
    them leaves neither. A site that was never published stays unpublished. Refused or calls.Unreachable: what
    could not be read stays as it was.
    """
    token = vault_feed.fetch(site)
    with transaction.atomic():
        changed = vault_feed.keep(site=site, token=token, at=at)
        if changed:
            _publish_again(site, at)
    text = privacy.fetch(site)
    if text is not None:
        with transaction.atomic():
            renewed = privacy.keep(site=site, wanted=text[0], canonical=text[1], at=at)
            if renewed:
                _publish_again(site, at)
        changed = changed or renewed
    return changed


def tell_silence(*, site: Site, at: datetime) -> None:
    """After a day without a word from the vault the policy's page says since when."""
    if privacy.is_silent(site, at=at):
        _publish_again(site, at)


def _publish_again(site: Site, at: datetime) -> None:
    """A lapse takes nothing down: what the practice let us publish last stays."""
    if not Pointer.objects.filter(site=site).exists():
        return
    try:
        publish(site=site, at=at)
    except instructed.NotSigned:
        log.say("publish-not-instructed", practice=site.practice)


@transaction.atomic
def rollback(*, site: Site, number: int, at: datetime) -> Release:
    """Make an earlier release public again, byte for byte. NoSuchRelease, instructed.NotSigned."""
    cited = instructed.cite(site=site, at=at)
    release = Release.objects.filter(site=site, number=number).first()
    if release is None:
        raise NoSuchRelease(f"{site.practice} has no release {number}")
    _flip(site, release, cited, at)
    return release


def _flip(site: Site, release: Release, cited: instructed.Cited, at: datetime) -> None:
    Pointer.objects.update_or_create(site=site, defaults={"release": release, "flipped_at": at})
    Flip.objects.create(site=site, release=release, flipped_at=at, instruction=cited.number)


def _keep_blobs(pages: dict[str, Page]) -> None:
    new = {hashlib.sha256(page.body).hexdigest(): page for page in pages.values()}
    for kept in Blob.objects.filter(sha256__in=new).values_list("sha256", flat=True):
        del new[kept]
    # Another site may be writing the same style sheet at this moment: whoever comes second keeps it.
    Blob.objects.bulk_create([_blob(*each) for each in new.items()], ignore_conflicts=True)


def _blob(sha256: str, page: Page) -> Blob:
    small, smaller = b"", b""
    if page.headers["Content-Type"].startswith(COMPRESSED):
        small = gzip.compress(page.body, 9, mtime=0)
        smaller = brotli.compress(page.body, quality=11)
    return Blob(
        sha256=sha256,
        bytes=page.body,
        gzip=small if 0 < len(small) < len(page.body) else None,
        brotli=smaller if 0 < len(smaller) < len(page.body) else None,
    )
