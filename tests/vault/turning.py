"""A desk that turns keys, for tests: real signatures, and golden bytes where something is sealed.

The vault looks at the outside of what is sealed only, so the same age file serves for every key.
"""

import base64
import copy
import hashlib
import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from quenotte.base import jws
from quenotte.base.chain import digest
from quenotte.vault.answers import instant
from quenotte.vault.instructions import agreement
from quenotte.vault.practices import keys, people, services
from quenotte.vault.practices.models import Grant, Joining, KeyCard, Member, Practice
from quenotte.vault.practices.own_pair import read_own
from quenotte.vault.practices.seals import CLASSES, Seal, holds, read_seals, with_cards
from tests.vault.conftest import NOW, SEALED

VECTORS = Path(__file__).parents[1] / "vectors"
AGE = base64.b64encode(SEALED).decode()
LOCKED = base64.b64encode((VECTORS / "member.age").read_bytes()).decode()
ROLES = ("PRACTITIONER", "ASSISTANT", "SECRETARY")


def recipient() -> str:
    """Of the right shape; what it is good for, only a browser could say."""
    return "age1pq1" + "".join(random.choices("qpzry9x8gf2tvdw0s3jn54khce6mua7l", k=1952))


def _sha256(file: str) -> str:
    return jws.b64(hashlib.sha256(base64.b64decode(file)).digest())


@dataclass
class Pair:
    """A person's own key pair."""

    key: jws.PrivateKey = field(default_factory=jws.new_key)
    recipient: str = field(default_factory=recipient)

    @property
    def signing(self) -> jws.PublicKey:
        return jws.public(self.key)

    def own(self, member: Member) -> dict[str, Any]:
        """What their browser sends for their place in a practice (web/desk/own-pair.ts)."""
        sealed = {"sealed_key": LOCKED, "mine": AGE}
        public = {"recipient": self.recipient, "signing": self.signing}
        return public | sealed | {"proof": self.prove(member)}

    def prove(self, member: Member, /, *, by: jws.PrivateKey | None = None, **changes: Any) -> str:
        said = {
            "v": 1,
            "practice": member.practice.slug,
            "member": str(member.pk),
            "recipient": self.recipient,
            "sealed_key": _sha256(LOCKED),
            "mine": _sha256(AGE),
        } | changes
        return jws.sign(said, key=by or self.key, typ="quenotte-own-pair")


class Turner:
    """Dr Mast's desk: what it holds, and what it makes of it."""

    def __init__(self, practice: Practice, member: Member) -> None:
        self.practice, self.member, self.pair = practice, member, Pair()
        self.signing, self.succession = jws.new_key(), jws.new_key()
        self.sheet = recipient()
        self.serial = self.number = 0
        self.card = self.roster = ""
        self.epochs = dict.fromkeys(CLASSES, 1)
        self.recipients = {name: recipient() for name in CLASSES}
        self.cards: dict[str, str] = {}
        self.seats = {str(member.id): self.seat(member, self.pair)}

    def twin(self) -> "Turner":
        """Another tab of the same desk: what it read before counts for it."""
        other = copy.copy(self)
        other.epochs, other.recipients = dict(self.epochs), dict(self.recipients)
        other.cards, other.seats = dict(self.cards), dict(self.seats)
        return other

    def seat(self, member: Member, pair: Pair, **changes: Any) -> dict[str, Any]:
        return {
            "id": str(member.id),
            "name": member.name,
            "role": member.role,
            "recipient": pair.recipient,
            "signing": pair.signing,
            "until": None,
        } | changes

    def names(self, *classes: str) -> list[str]:
        return [key for name in classes for key in with_cards(f"{name}/{self.epochs[name]}")]

    def sign_card(self, *, signer: jws.PrivateKey | None = None, **changes: Any) -> str:
        said = {
            "v": 1,
            "practice": self.practice.slug,
            "serial": self.serial,
            "issued": instant(NOW),
            "keys": {
                name: {"id": f"{name}/{self.epochs[name]}", "recipient": self.recipients[name]}
                for name in CLASSES
            },
            "succession": jws.public(self.succession),
            "relay": "",
        } | changes
        return jws.sign(said, key=signer or self.signing, typ="quenotte-key-card")

    def sign_roster(self, *, signer: jws.PrivateKey | None = None, **changes: Any) -> str:
        said = {
            "v": 1,
            "practice": self.practice.slug,
            "number": self.number + 1,
            "previous": digest(self.roster) if self.roster else None,
            "issued": instant(NOW),
            "sheet": self.sheet,
            "members": list(self.seats.values()),
            "cards": self.cards,
        } | changes
        return jws.sign(said, key=signer or self.signing, typ="quenotte-roster")

    def prove(self, card: str, *, by: jws.PrivateKey | None = None, **changes: Any) -> str:
        said = {"practice": self.practice.slug, "card": digest(card)} | changes
        return jws.sign(said, key=by or self.succession, typ="quenotte-sheet-proof")

    def succeed(self, *, by: str = "key", **changes: Any) -> str:
        """A new signing key. The token that endorses it; the desk signs with it from here on."""
        former, sheet = self.signing, self.succession
        self.signing = jws.new_key()
        said = {
            "v": 1,
            "practice": self.practice.slug,
            "from": jws.fingerprint(jws.public(former)),
            "to": jws.fingerprint(jws.public(self.signing)),
            "by": by,
            "under": self.card,
            "issued": instant(NOW),
        } | changes
        return jws.sign(said, key=former if by == "key" else sheet, typ="quenotte-succession")

    def turn(
        self,
        why: str = "left",
        *,
        classes: tuple[str, ...] = ("desk",),
        succession: str | None = None,
        sheets: bool = False,
        card: dict[str, Any] | None = None,
        roster: dict[str, Any] | None = None,
        **changes: Any,
    ) -> dict[str, Any]:
        """The next turn's body, as web/keys/turn.ts makes it. `kept` says that the vault took it."""
        first = why == "first"
        self.serial += 1
        held = [*self.names(*CLASSES)]
        for name in () if first else classes:
            self.epochs[name] += 1
            self.recipients[name] = recipient()
        fresh = self.names(*(CLASSES if first else classes))
        self.cards |= {key: digest(key) for key in fresh if key.startswith("cards/")}
        if first or succession:
            fresh.append("signing")
        if sheets and not first:
            self.sheet, self.succession = recipient(), jws.new_key()
        everything = sorted({*held, *fresh, *self.former(), "signing", "succession"})
        on_sheet = everything if first or sheets else fresh
        signed = self.sign_card(**(card or {}))
        body = {
            "why": why,
            "card": signed,
            "roster": self.sign_roster(**(roster or {})),
            "grants": [
                {"member": seat["id"], "key": key, "sealed": AGE}
                for seat in self.seats.values()
                for key in fresh
                if holds(seat["role"], key)
            ],
            "sheet": [{"key": key, "sealed": AGE} for key in on_sheet],
            "proof": self.prove(signed) if first or sheets else None,
            "succession": succession,
        }
        return body | changes

    def former(self) -> list[str]:
        """Every epoch of every class."""
        return [
            key
            for name in CLASSES
            for epoch in range(1, self.epochs[name] + 1)
            for key in with_cards(f"{name}/{epoch}")
        ]

    def keep(self, body: dict[str, Any], *, at: datetime = NOW) -> KeyCard:
        """Has the vault take it, as the desk's call does."""
        made = keys.read_turn(json.loads(json.dumps(body)))
        kept = keys.turn(practice=self.practice, by=self.member, made=made, at=at)
        self.kept(body)
        return kept

    def kept(self, body: dict[str, Any]) -> None:
        self.card, self.roster, self.number = body["card"], body["roster"], self.number + 1
        self.practice.refresh_from_db()

    def setup(self, **changes: Any) -> dict[str, Any]:
        """The one request of a set-up, as web/desk/making.ts makes it."""
        signs = {"practice": self.practice.slug, "issued": instant(NOW), "v": 1}
        signs["member"] = str(self.member.id)
        told = {"number": 1, "previous": None, "acts": ["publish"], "until": None}
        told |= {"about": None, "withdraws": None}
        text = {"text": agreement.text(self.practice, "fr").digest}
        return {
            "member": self.pair.own(self.member),
            "turn": self.turn("first"),
            "agreement": jws.sign(signs | text, key=self.signing, typ="quenotte-agreement"),
            "instructions": [jws.sign(signs | told, key=self.signing, typ="quenotte-instruction")],
            "computer": "Reception",
        } | changes

    def open(self) -> "Turner":
        """Sets the practice up."""
        body = self.setup()
        made = services.read_set_up(body)
        services.set_up(practice=self.practice, member=self.member, made=made, at=NOW)
        self.kept(body["turn"])
        self.member.refresh_from_db()
        return self

    def hire(self, name: str, role: str) -> tuple[Member, Pair]:
        """A colleague comes, and is seated."""
        member = services.add_member(practice=self.practice, name=name, role=role)
        pair = Pair()
        waiting = self.ask(member, pair)
        roster = self.seated(member, pair)
        self.let_in(waiting, roster, self.grants(role))
        member.refresh_from_db()
        return member, pair

    def ask(self, member: Member, pair: Pair) -> Joining:
        kind = Joining.Kind.AGAIN if member.joined_at else Joining.Kind.JOIN
        own = read_own(pair.own(member))
        return people.ask(member=member, kind=kind, own=own, id=uuid.uuid4(), at=NOW)

    def seated(self, member: Member, pair: Pair, **changes: Any) -> str:
        self.seats[str(member.id)] = self.seat(member, pair, **changes)
        return self.sign_roster()

    def let_in(self, waiting: Joining, roster: str, grants: tuple[Seal, ...]) -> Member:
        seated = people.seat(
            practice=self.practice,
            by=self.member,
            joining=str(waiting.id),
            made=roster,
            grants=grants,
            at=NOW,
        )
        self.roster, self.number = roster, self.number + 1
        return seated

    def grants(self, role: str) -> tuple[Seal, ...]:
        held = [key for key in [*self.former(), "signing"] if holds(role, key)]
        return read_seals([{"key": key, "sealed": AGE} for key in held])

    def admission(self, by: Pair, who: Member, pair: Pair, **changes: Any) -> str:
        said = {
            "v": 1,
            "practice": self.practice.slug,
            "member": str(who.id),
            "recipient": pair.recipient,
            "signing": pair.signing,
            "issued": instant(NOW),
            "roster": digest(self.roster),
        } | changes
        return jws.sign(said, key=by.key, typ="quenotte-admission")


def opened(practice: Practice) -> Turner:
    """The desk of a practice that is set up anew, with real keys."""
    KeyCard.objects.of(practice).delete()
    practice.fingerprint = ""
    practice.save(update_fields=["fingerprint"])
    role = Member.Role.PRACTITIONER
    return Turner(
        practice, services.add_member(practice=practice, name="Dr Mast", role=role)
    ).open()


def keys_of(member: Member) -> list[str]:
    rows = Grant.objects.of(member.practice).filter(member=member)
    return sorted(rows.values_list("key", flat=True))
