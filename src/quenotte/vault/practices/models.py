"""A practice, its published keys and its members.

Public keys, sealed private ones and names of staff: nothing here is about a patient, and nothing
here opens an envelope.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from quenotte.base.scope import ScopedManager

CARD_FIELDS = ("name", "telephone", "emergency", "street", "postcode", "city", "country", "email")


class Practices(models.QuerySet["Practice"]):
    def at(self, host: str) -> Self:
        return self.filter(host=host)


class Practice(models.Model):
    """A dental practice: the controller of all that is kept for it."""

    slug = models.SlugField(unique=True, max_length=40)
    host = models.CharField(unique=True, max_length=253)  # rdv.<practice>
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)  # IANA, such as Europe/Zurich
    # ISO 3166, set when the practice is created: its law counts, whatever the site's card says.
    country = models.CharField(max_length=2)
    fingerprint = models.CharField(
        max_length=43, blank=True
    )  # of the signing key; empty until set up
    public_card = models.JSONField(default=dict)  # the site's public card, as its feed last said
    answer_hours = models.PositiveSmallIntegerField(
        default=24
    )  # a request not answered by then expires
    lead_minutes = models.PositiveSmallIntegerField(
        default=120
    )  # nothing sooner than this is offered
    horizon_days = models.PositiveSmallIntegerField(default=56)
    proved_at = models.DateTimeField(null=True)  # when a recovery sheet was last read back

    objects = Practices.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(country=""), name="practices_practice_has_country"
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def is_open(self) -> bool:
        """Whether keys are published: before the recovery sheet is proven, no form is open."""
        return bool(self.fingerprint)

    def card(self) -> dict[str, Any]:
        """The public card, with the name that we know when the site has said nothing yet.

        The country is ours in any case: what follows from it is not the Publisher's to say.
        """
        empty: dict[str, Any] = dict.fromkeys(CARD_FIELDS, "")
        known = {"slug": self.slug, "name": self.name, "languages": []}
        card: dict[str, Any] = empty | known | self.public_card | {"country": self.country}
        return card


class KeyCard(models.Model):
    """The current public keys, signed by the practice. The newest serial counts, all are kept."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="cards")
    serial = models.PositiveIntegerField()
    jws = models.TextField()
    keys = models.JSONField()  # {"care": "care/1", …}: what the card publishes, read once
    published_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "serial"], name="practices_card_once")
        ]


class Roster(models.Model):
    """To whom the practice's keys may be granted, signed by it (docs/adr/0016). All are kept."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="rosters")
    number = models.PositiveIntegerField()
    jws = models.TextField()
    received_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="practices_roster_once")
        ]


class Succession(models.Model):
    """Who signs for the practice after whom, endorsed by the key before or by the sheet."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="successions")
    former = models.CharField(max_length=43)  # fingerprints of signing keys
    successor = models.CharField(max_length=43)
    jws = models.TextField()
    received_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [  # the first successor of a key stays its only one, and nothing leads in a circle
            models.UniqueConstraint(fields=["practice", "former"], name="practices_former_once"),
            models.UniqueConstraint(
                fields=["practice", "successor"], name="practices_successor_once"
            ),
        ]


class SheetSeal(models.Model):
    """One of the practice's private keys, sealed to its recovery sheet."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    key = models.CharField(max_length=32)
    sealed = models.BinaryField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "key"], name="practices_sheet_once")
        ]


class Member(models.Model):
    """Somebody who works at the desk. Their own key lies here sealed by their passphrase."""

    class Role(models.TextChoices):
        PRACTITIONER = "PRACTITIONER"
        ASSISTANT = "ASSISTANT"
        SECRETARY = "SECRETARY"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="members")
    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=Role)
    recipient = models.TextField(blank=True)  # age1pq…
    signing = models.JSONField(default=dict)  # the public half, as JWK
    sealed_key = models.BinaryField(default=bytes)  # empty where the person's home is elsewhere
    person = models.CharField(max_length=43, blank=True)  # the fingerprint of `signing`
    mine = models.BinaryField(default=bytes)  # what the person keeps for themselves, sealed to them
    until = models.DateField(null=True)  # the last day, if there is one
    joined_at = models.DateTimeField(null=True)  # since when keys are granted
    left_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "person"],
                condition=~models.Q(person="") & models.Q(left_at=None),
                name="practices_person_once",
            )
        ]
        indexes = [models.Index("person", name="practices_member_person")]


class Joining(models.Model):
    """A new key pair that waits for a colleague to compare its words and to let it in."""

    class Kind(models.TextChoices):
        JOIN = "JOIN"
        AGAIN = "AGAIN"  # who forgot the passphrase

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    id = models.UUIDField(primary_key=True)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="joining")
    kind = models.CharField(max_length=5, choices=Kind)
    recipient = models.TextField()
    signing = models.JSONField()  # the public half, as JWK
    sealed_key = models.BinaryField(default=bytes)
    mine = models.BinaryField(default=bytes)
    asked_at = models.DateTimeField()
    # The computer that asked, which may take it back; None for a newcomer's.
    computer = models.ForeignKey("desk.Computer", null=True, on_delete=models.SET_NULL)

    objects = ScopedManager()


class Admission(models.Model):
    """A colleague's signature under the new pair of somebody who forgot the passphrase."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="admissions")
    jws = models.TextField()
    roster = models.CharField(max_length=43)  # the digest of the roster under which it counts
    received_at = models.DateTimeField()

    objects = ScopedManager()


class Grant(models.Model):
    """One of the practice's private keys, sealed to one member."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="grants")
    key = models.CharField(max_length=32)
    sealed = models.BinaryField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="practices_grant_once")
        ]


class Choices(models.Model):
    """What the practice chose, signed by it. Verified whenever it is read; all of them are kept.

    One that did not verify when the next came is set aside: kept, and no part of the chain.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="choices")
    number = models.PositiveIntegerField()
    jws = models.TextField()
    received_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "number"],
                condition=models.Q(set_aside_at=None),
                name="practices_choices_once",
            )
        ]
