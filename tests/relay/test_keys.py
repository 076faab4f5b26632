"""The relay's keys of the month are made for what can be booked, and gone once it is over."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from quenotte.base import jws
from quenotte.relay.keys import services
from quenotte.relay.keys.models import MonthKey
from tests.relay.conftest import NOW, _environ

pytestmark = pytest.mark.django_db


def months(key: jws.PrivateKey, at: datetime) -> dict[str, str]:
    read, signer = jws.read(services.published(at=at, key=key), typ="quenotte-relay-months")
    assert signer == jws.fingerprint(jws.public(key))
    assert read["issued"] == at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return dict(read["months"])


def test_every_month_that_can_be_booked_has_a_key(key: jws.PrivateKey) -> None:
    assert services.keep(at=NOW)
    published = months(key, NOW)
    assert next(iter(published)) == "2026-11"
    assert list(published)[-1] == "2027-12"
    assert len(published) == 14
    assert len(set(published.values())) == 14
    for month, recipient in published.items():
        held = pyrage.x25519.Identity.from_str(services.identity_of(month))
        assert str(held.to_public()) == recipient


def test_keeping_twice_changes_nothing(key: jws.PrivateKey) -> None:
    services.keep(at=NOW)
    before = months(key, NOW)
    assert not services.keep(at=NOW + timedelta(hours=1))
    assert months(key, NOW) == before


def test_a_new_month_brings_one_key_and_publishes_the_old_one_no_more(key: jws.PrivateKey) -> None:
    services.keep(at=NOW)
    before = months(key, NOW)
    first = datetime(2026, 12, 1, tzinfo=UTC)
    assert services.keep(at=first)
    after = months(key, first)
    assert set(after) - set(before) == {"2028-01"}
    assert set(before) - set(after) == {"2026-11"}


@pytest.mark.claim("P11")
def test_a_month_s_key_is_gone_three_days_after_its_month() -> None:
    services.keep(at=NOW)
    gone_from = datetime(2026, 12, 4, tzinfo=UTC)
    services.keep(at=gone_from - timedelta(seconds=1))
    assert services.identity_of("2026-11")
    assert services.keep(at=gone_from)
    with pytest.raises(services.NoKey):
        services.identity_of("2026-11")
    assert MonthKey.objects.get(month="2026-11").identity == ""
    assert services.identity_of("2026-12")


def test_a_clock_that_goes_back_makes_no_second_key_for_a_destroyed_month(
    key: jws.PrivateKey,
) -> None:
    services.keep(at=NOW)
    services.keep(at=datetime(2027, 1, 15, tzinfo=UTC))
    services.keep(at=NOW)
    assert "2026-11" not in months(key, NOW)


def test_the_year_s_turn_is_counted_right() -> None:
    assert services.horizon(at=datetime(2026, 12, 31, 23, 59, tzinfo=UTC))[:2] == [
        "2026-12",
        "2027-01",
    ]
    assert services.destroyed_from("2026-12") == datetime(2027, 1, 4, tzinfo=UTC)


IN_A_FILE = """
import pathlib, sys
import django; django.setup()
from datetime import datetime, UTC
from quenotte.relay.keys import services
services.keep(at=datetime(2026, 11, 23, tzinfo=UTC))
gone, held = services.identity_of("2026-11"), services.identity_of("2026-12")
services.keep(at=datetime(2026, 12, 4, tzinfo=UTC))
# while the database is open: its last closing would empty the log by itself
files = b"".join(path.read_bytes() for path in pathlib.Path(sys.argv[1]).iterdir())
print(gone.encode() in files, held.encode() in files)
"""


@pytest.mark.claim("P11")
def test_no_byte_of_a_destroyed_key_stays_in_the_database_s_files(
    empty_database: Path, tmp_path: Path
) -> None:
    database = tmp_path / "relay.sqlite3"
    database.write_bytes(empty_database.read_bytes())
    environ = _environ() | {"QUENOTTE_RELAY_DATABASE": f"sqlite:///{database}"}
    ran = subprocess.run(
        [sys.executable, "-c", IN_A_FILE, str(tmp_path)],
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout.split() == ["False", "True"]  # the search finds a key that is still held
