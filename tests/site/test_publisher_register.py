"""The Publisher's register names every practice whose site stands here (P57)."""

import pytest

from quenotte.register.derived.processor import COLUMNS
from quenotte.register.periods import ENGLISH
from quenotte.site.facts import exports
from quenotte.site.facts.models import Site, VaultFeed
from tests.site.conftest import NOW


@pytest.mark.claim("P57")
def test_every_practice_has_its_row(mast: Site, favre: Site) -> None:
    rows = exports.register(ENGLISH)
    assert [row["practice"][1] for row in rows] == ["favre", "mast"]
    for row in rows:
        assert tuple(row) == tuple(COLUMNS)
        assert all(any(lines) for lines in row.values())
        assert row["processor"][0] == "Pages du Lac Sàrl"


@pytest.mark.claim("P5")
def test_a_service_that_the_vault_switched_off_is_not_in_it(mast: Site) -> None:
    before = exports.register(ENGLISH)[0]["categories"]
    assert any(line.startswith("Health") for line in before)
    VaultFeed.objects.create(
        site=mast, number=1, items={"services": ["appointment"]}, fetched_at=NOW
    )
    after = exports.register(ENGLISH)[0]["categories"]
    assert not any(line.startswith("Health") for line in after)
    assert any(line.startswith("Appointments") for line in after)
