"""Who may open the desk's door: invitations, registered computers, second factors, sessions.

Only hashes of tokens are kept, public halves of passkeys, and what is sealed: what lies here lets
nobody in.
"""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Member, Practice


class Factor(models.TextChoices):
    """What somebody proved before a passphrase was of any use (adr 16)."""

    COMPUTER = "COMPUTER"
    PASSKEY = "PASSKEY"
    TOTP = "TOTP"
    SHEET = "SHEET"  # the recovery sheet


class Invitation(models.Model):
    """A code on a link: it registers a computer, lets a practitioner set the practice up, or a colleague join."""

    class Kind(models.TextChoices):
        COMPUTER = "COMPUTER"
        SETUP = "SETUP"
        MEMBER = "MEMBER"

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, choices=Kind)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=43, unique=True)
    uses_left = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()

    objects = ScopedManager()


class Computer(models.Model):
    """A computer that the practice registered: the second thing that signing in needs."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=43, unique=True)
    registered_at = models.DateTimeField()
    name = models.CharField(max_length=60, blank=True)  # "Reception", so that a list can be read
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL)  # who registered it
    seen_at = models.DateTimeField(null=True)  # the last sign-in on it

    objects = ScopedManager()


class Used(models.Model):
    """A member signed in on a computer at least once: it goes when the last of those who did has left."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    computer = models.ForeignKey(Computer, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["computer", "member"], name="desk_used_once")
        ]


class Passkey(models.Model):
    """A passkey of a member: its public key, and the member's file sealed by what it alone knows."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    id = models.UUIDField(primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="passkeys")
    credential = models.CharField(max_length=1366, unique=True)  # base64url, as WebAuthn names it
    public_key = models.TextField()  # COSE, base64url
    counter = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=60)
    # An age scrypt file whose passphrase is the passkey's PRF output; empty: it proves, and opens nothing.
    sealed = models.BinaryField(default=bytes)
    made_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True)  # it last opened the file

    objects = ScopedManager()


class Totp(models.Model):
    """Six digits from a telephone. The secrets are JWEs under a key of this vault's secret file."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="totp")
    login = models.CharField(max_length=40)  # "nadia", of "nadia@lac"
    secret = models.TextField(blank=True)
    next_secret = models.TextField(blank=True)  # shown, and not confirmed by a code yet
    confirmed_at = models.DateTimeField(null=True)
    step = models.PositiveBigIntegerField(default=0)  # the newest half minute that was used
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "login"], name="desk_totp_login_once")
        ]


class Passed(models.Model):
    """A second factor that was just proven in some browser: good for ten minutes, or one sign-in."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE)  # a sheet names nobody
    factor = models.CharField(max_length=8, choices=Factor)
    token_hash = models.CharField(max_length=43, unique=True)
    expires_at = models.DateTimeField()

    objects = ScopedManager()


class Spent(models.Model):
    """A number that a passkey signed already: it serves once."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    challenge_hash = models.CharField(max_length=43, unique=True)
    expires_at = models.DateTimeField()

    objects = ScopedManager()


class Challenge(models.Model):
    """A number that a member's key signs, once, within two minutes."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    computer = models.ForeignKey(Computer, null=True, on_delete=models.CASCADE)
    passed = models.ForeignKey(Passed, null=True, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    challenge = models.CharField(max_length=43, unique=True)
    expires_at = models.DateTimeField()

    objects = ScopedManager()


class Session(models.Model):
    """A member at a computer, until the full lock or the evening. One token, a row for each practice."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    # None: a browser that the practice did not register; another factor let this one in.
    computer = models.ForeignKey(Computer, null=True, on_delete=models.CASCADE)
    factor = models.CharField(max_length=8, choices=Factor, default=Factor.COMPUTER)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=43)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash", "practice"], name="desk_session_once")
        ]


class SetupDraft(models.Model):
    """What a practitioner made so far while setting up: sealed to their own key, which lies beside it
    sealed by their passphrase. It goes when set-up is done."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    step = models.CharField(max_length=12)
    sealed_key = models.BinaryField(default=bytes)
    sealed = models.BinaryField(default=bytes)
    sent = models.CharField(max_length=43, blank=True)  # the digest of the request that published
    test = models.BinaryField(default=bytes)  # a made-up patient's request, sealed like any other
    kept_at = models.DateTimeField()

    objects = ScopedManager()
