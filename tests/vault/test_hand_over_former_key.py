"""Dr Mast took over; the former practitioner kept the signing key, and signs on. It does not count."""

from typing import Any

import pytest

from quenotte.base import chain, jws
from quenotte.vault.instructions import agreement as agreements
from quenotte.vault.instructions import models, services
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW
from tests.vault.handing import owner, turner, vaults
from tests.vault.signing import Owner
from tests.vault.turning import Turner

__all__ = ["owner", "turner", "vaults"]  # fixtures

AFTER = "2026-11-23T09:00:00Z"  # the succession is of 07:00
BEFORE = "2026-11-23T06:30:00Z"


@pytest.fixture
def former(owner: Owner, turner: Turner) -> jws.PrivateKey:
    """The key that signed until now. From here on the practice signs with its successor."""
    key = owner.key
    turner.keep(turner.turn("handed-over", classes=(), succession=turner.succeed()))
    owner.practice.refresh_from_db()
    owner.key = turner.signing
    return key


def put(owner: Owner, token: str) -> None:
    """Whoever runs the machines writes the next row by hand."""
    number = models.Instruction.objects.of(owner.practice).count() + 1
    models.Instruction.objects.create(
        practice=owner.practice, number=number, jws=token, received_at=NOW
    )


def counting(practice: Practice) -> list[int]:
    return [kept.instruction.number for kept in services.history(practice)]


def export_of(owner: Owner, key: jws.PrivateKey, **changes: Any) -> str:
    return owner.instruction("export", key=key, **changes)


@pytest.mark.claim("P56")
def test_what_the_former_key_dates_after_its_term_instructs_nothing(
    owner: Owner, former: jws.PrivateKey
) -> None:
    put(owner, export_of(owner, former, issued=AFTER))
    assert counting(owner.practice) == [1, 2, 3, 4]
    with pytest.raises(services.Refused, match="has not instructed this"):
        services.cite(practice=owner.practice, act="export", at=NOW)


@pytest.mark.claim("P56")
@pytest.mark.parametrize("issued", [BEFORE, AFTER])
def test_once_the_successor_instructed_something_no_date_helps(
    owner: Owner, former: jws.PrivateKey, issued: str
) -> None:
    owner.tell("export")
    owner.tell(withdraws=5)
    put(owner, export_of(owner, former, issued=issued))
    assert counting(owner.practice) == [1, 2, 3, 4, 5, 6]
    with pytest.raises(services.Refused, match="has not instructed this"):
        services.cite(practice=owner.practice, act="export", at=NOW)


def test_what_it_signed_in_its_term_counts_on(owner: Owner, former: jws.PrivateKey) -> None:
    assert counting(owner.practice) == [1, 2, 3, 4]
    owner.tell("export")
    assert counting(owner.practice) == [1, 2, 3, 4, 5]


def test_what_it_wrote_there_is_set_aside_by_the_next_word_of_the_practice(
    owner: Owner, former: jws.PrivateKey
) -> None:
    put(owner, export_of(owner, former, issued=AFTER))
    owner.tell(withdraws=1)
    assert counting(owner.practice) == [1, 2, 3, 4, 5]
    with pytest.raises(services.Refused):
        services.cite(practice=owner.practice, act="export", at=NOW)


def agree(owner: Owner, key: jws.PrivateKey, issued: str) -> str:
    """A row of the agreement, written by hand."""
    text = agreements.text(owner.practice, "de").text
    token = owner.agreement(key=key, issued=issued, text=chain.digest(text))
    models.Agreement.objects.create(
        practice=owner.practice,
        jws=token,
        language="de",
        text=text,
        substance="",
        received_at=NOW,
    )
    return token


@pytest.mark.claim("P56")
def test_an_agreement_that_it_dates_after_its_term_is_none(
    owner: Owner, former: jws.PrivateKey
) -> None:
    before = services.agreement(owner.practice)
    assert before is not None
    agree(owner, former, AFTER)
    now = services.agreement(owner.practice)
    assert now is not None
    assert now.token == before.token


def test_once_the_successor_agreed_the_former_key_agrees_to_nothing(
    owner: Owner, former: jws.PrivateKey
) -> None:
    owner.agree()
    signed = services.agreement(owner.practice)
    assert signed is not None
    agree(owner, former, BEFORE)
    now = services.agreement(owner.practice)
    assert now is not None
    assert now.token == signed.token
