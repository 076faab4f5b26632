"""What was erased here, or has gone on from here, does not come back with an older bundle."""

from pathlib import Path

import pytest

from quenotte.vault.handover import commands
from quenotte.vault.handover.models import Trace
from quenotte.vault.instructions import commands as instructed
from quenotte.vault.practices.models import Practice
from tests.vault.handing import (
    HERE,
    THERE,
    Vaults,
    asked,
    bundle,
    fingerprint,
    owner,
    refusal,
    take,
    turner,
    vaults,
)
from tests.vault.signing import Owner

__all__ = ["asked", "bundle", "owner", "turner", "vaults"]  # fixtures

THIRD = "t" * 43


@pytest.fixture
def there(bundle: Path, owner: Owner, vaults: Vaults) -> Owner:
    """The practice at the other vault, and its practitioner there."""
    vaults.move(owner.practice)
    take(bundle)
    owner.practice = Practice.objects.get(slug="mast")
    return owner


def purge(owner: Owner) -> None:
    owner.once("purge", "mast")
    instructed.purge(slug="mast", again="mast")


@pytest.mark.claim("P37")
def test_what_the_practice_had_erased_is_not_taken_again(there: Owner, bundle: Path) -> None:
    purge(there)
    assert "does not go on from where the practice mast stood here" in refusal(lambda: take(bundle))
    assert not Practice.objects.exists()


def test_neither_is_the_very_state_that_was_taken(there: Owner, bundle: Path) -> None:
    instructed.erase(there.practice)
    assert refusal(lambda: take(bundle)) == "this state of the practice mast was here already"


@pytest.mark.claim("P37")
def test_what_went_on_from_here_is_not_taken_as_it_was_before(
    there: Owner, bundle: Path, tmp_path: Path
) -> None:
    there.once("purge", "mast")
    there.once("hand-over", THIRD)
    commands.hand_over(slug="mast", to=THIRD, file=str(tmp_path / "on"))
    instructed.purge(slug="mast", again="mast")
    assert "it is older" in refusal(lambda: take(bundle))


def test_a_practice_that_comes_back_with_all_that_happened_since_is_taken(
    bundle: Path, owner: Owner, vaults: Vaults, tmp_path: Path
) -> None:
    left = Trace.objects.get()
    vaults.move(owner.practice)
    take(bundle)
    owner.practice = Practice.objects.get(slug="mast")
    owner.once("hand-over", fingerprint(HERE))
    back = tmp_path / "back"
    commands.hand_over(slug="mast", to=fingerprint(HERE), file=str(back))
    vaults.move(owner.practice)
    vaults.be(HERE)
    left.save(force_insert=True)
    take(back, sender=fingerprint(THERE))
    assert Practice.objects.filter(slug="mast").exists()
    assert Trace.objects.get().number > left.number


def test_of_a_practice_that_is_gone_nothing_but_its_journal_s_end_is_left(there: Owner) -> None:
    purge(there)
    kept = Trace.objects.values().get()
    assert set(kept) == {"slug", "number", "digest", "left_at"}
    assert kept["slug"] == "mast"
