"""What a practitioner made so far while setting up, so that every step can be left and gone on with.

It lies here sealed: to the practitioner's own key, and that key by their passphrase. Whoever holds the
invitation and the passphrase goes on, on any computer; nobody else reads a byte of it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from quenotte import envelope
from quenotte.vault.desk.models import Invitation, SetupDraft
from quenotte.vault.practices.models import Practice

LASTS = timedelta(days=30)  # an invitation lasts seven; a new one goes on with the same draft
MOST_BYTES = 256 * 1024
MOST_TEST = 64 * 1024
STEPS = ("sheets", "proof", "contract")


class NotSealed(Exception):
    """It is no age file for one holder, or too large for what it should be."""


class Open(Exception):
    """The practice is set up: nothing of its set-up changes any more."""


class NotOpen(Exception):
    """There is no published key yet."""


def of(found: Invitation) -> SetupDraft | None:
    """The draft of whoever was invited, whichever of their invitations they come with."""
    return SetupDraft.objects.of(found.practice).filter(member=found.member).first()


@transaction.atomic
def keep(
    *, found: Invitation, step: str, sealed_key: bytes, sealed: bytes, at: datetime
) -> SetupDraft:
    """Keep a step in place of the one before. NotSealed; Open once the keys are published."""
    practice = Practice.objects.select_for_update().get(pk=found.practice.pk)
    if practice.is_open():
        raise Open
    _check(sealed_key, "scrypt", MOST_BYTES)
    _check(sealed, envelope.MLKEM768_X25519, MOST_BYTES)
    draft, _ = SetupDraft.objects.of(practice).update_or_create(
        {"step": step, "sealed_key": sealed_key, "sealed": sealed, "kept_at": at},
        practice=practice,
        member=found.member,
    )
    return draft


def keep_test(*, draft: SetupDraft, sealed: bytes) -> None:
    """Keep the made-up patient's request, as the vault would keep a patient's. NotSealed, NotOpen."""
    if not draft.practice.is_open():
        raise NotOpen
    _check(sealed, envelope.MLKEM768_X25519, MOST_TEST)
    draft.test = sealed
    draft.save(update_fields=["test"])


def drop(*, draft: SetupDraft) -> None:
    """Set-up is done; before that nobody throws it away by a request. NotOpen."""
    if not draft.practice.is_open():
        raise NotOpen
    draft.delete()


def sweep(*, at: datetime) -> None:
    """Drafts that nobody went on with."""
    SetupDraft.objects.everywhere("a clock, not a person, ends them").filter(
        kept_at__lte=at - LASTS
    ).delete()


def _check(sealed: bytes, lock: str, most: int) -> None:
    try:
        locks = envelope.look(sealed).locks
    except envelope.NotAnEnvelope:
        raise NotSealed from None
    if locks != (lock,) or len(sealed) > most:
        raise NotSealed
