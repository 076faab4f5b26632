"""What is published is never changed; the next release is another one."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from quenotte.site.facts import services as facts_services
from quenotte.site.facts.models import Site
from quenotte.site.releases import headers, services
from quenotte.site.releases.models import Blob, Immutable, Pointer, Release
from tests.site.conftest import NOW


def revise(site: Site, facts: dict[str, Any], telephone: str) -> None:
    facts_services.revise(site=site, facts=facts | {"telephone": telephone}, at=NOW)


def test_a_release_and_its_bytes_cannot_be_changed(mast: Site) -> None:
    release = services.publish(site=mast, at=NOW)
    release.manifest = {}
    blob = Blob.objects.all()[0]
    blob.bytes = b"other"
    for kept in (release, blob):
        with pytest.raises(Immutable):
            kept.save()
        with pytest.raises(Immutable):
            kept.delete()
    assert Release.objects.get(pk=release.pk).manifest != {}


def test_publishing_the_same_again_makes_nothing(mast: Site) -> None:
    first = services.publish(site=mast, at=NOW)
    blobs = Blob.objects.count()
    assert services.publish(site=mast, at=NOW) == first
    assert (Release.objects.count(), Blob.objects.count()) == (1, blobs)


def test_only_changed_bytes_are_written(mast: Site, facts: dict[str, Any]) -> None:
    first = services.publish(site=mast, at=NOW)
    before = Blob.objects.count()
    facts["summary"]["de"] = "Neu."
    facts_services.revise(site=mast, facts=facts, at=NOW)
    second = services.publish(site=mast, at=NOW)
    changed = {path for path in second.manifest if second.manifest[path] != first.manifest[path]}
    assert changed == {"/de/"}
    assert Blob.objects.count() == before + 1


def test_neighbours_share_style_and_fonts_and_nothing_else(mast: Site, favre: Site) -> None:
    ours = services.publish(site=mast, at=NOW).manifest
    theirs = services.publish(site=favre, at=NOW).manifest
    shared = {path for path in ours if ours[path]["sha256"] == theirs[path]["sha256"]}
    assert shared == {path for path in ours if path.startswith("/static/")} | {"/favicon.svg"}


def test_going_back_gives_the_earlier_bytes(mast: Site, facts: dict[str, Any]) -> None:
    first = services.publish(site=mast, at=NOW)
    revise(mast, facts, "+41 22 555 77 77")
    services.publish(site=mast, at=NOW)
    assert Pointer.objects.get(site=mast).release.number == 2
    services.rollback(site=mast, number=1, at=NOW)
    assert Pointer.objects.get(site=mast).release.digest == first.digest


def test_going_back_to_a_neighbour_s_release_is_refused(mast: Site, favre: Site) -> None:
    services.publish(site=favre, at=NOW)
    with pytest.raises(services.NoSuchRelease):
        services.rollback(site=mast, number=1, at=NOW)


def test_a_publish_that_fails_leaves_the_former_release(
    mast: Site, facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.publish(site=mast, at=NOW)
    blobs = Blob.objects.count()
    revise(mast, facts, "+41 22 555 77 77")

    def torn(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(services, "_flip", torn)
    with pytest.raises(OSError, match="disk full"):
        services.publish(site=mast, at=NOW)
    assert Pointer.objects.get(site=mast).release.number == 1
    assert (Release.objects.count(), Blob.objects.count()) == (1, blobs)
    assert mast.public_card.card["telephone"] == facts["telephone"]


def test_the_digest_covers_headers_too(mast: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = services.publish(site=mast, at=NOW)
    monkeypatch.setitem(headers.ALWAYS, "Retry-After", "1")
    assert services.publish(site=mast, at=NOW).digest != first.digest


def test_publishing_asks_the_database_little(
    mast: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        services.publish(site=mast, at=NOW)
