"""Dr Mast's signing key at work: what her desk's worker signs for the Publisher."""

import uuid
from typing import Any

from quenotte.base import chain, instruction, jws
from quenotte.vault.instructions import agreement, services
from quenotte.vault.practices.models import Member, Practice
from tests.vault.conftest import NOW

MEMBER = "6f1c2f80-0000-4000-8000-000000000001"
ISSUED = "2026-11-23T07:00:00Z"


class Owner:
    """The practice, as whoever holds its signing key."""

    def __init__(self, practice: Practice, *, key: jws.PrivateKey | None = None) -> None:
        self.practice, self.key = practice, key or jws.new_key()
        self.last: str | None = None
        self.number = 0
        practice.fingerprint = jws.fingerprint(jws.public(self.key))
        practice.save(update_fields=["fingerprint"])
        self.member = Member.objects.of(practice).filter(pk=MEMBER).first() or _member(practice)

    @property
    def id(self) -> str:
        return str(self.member.pk)

    def agreement(self, *, key: jws.PrivateKey | None = None, **changes: Any) -> str:
        payload: dict[str, Any] = {
            "v": 1,
            "practice": self.practice.slug,
            "issued": ISSUED,
            "member": self.id,
            "text": agreement.text(self.practice, "fr").digest,
        } | changes
        return jws.sign(payload, key=key or self.key, typ=services.AGREEMENT_TYP)

    def instruction(
        self,
        *acts: str,
        key: jws.PrivateKey | None = None,
        typ: str = instruction.TYP,
        **changes: Any,
    ) -> str:
        payload: dict[str, Any] = {
            "v": 1,
            "practice": self.practice.slug,
            "number": self.number + 1,
            "previous": chain.digest(self.last) if self.last else None,
            "issued": ISSUED,
            "member": self.id,
            "acts": list(acts),
            "until": None,
            "about": None,
            "withdraws": None,
        } | changes
        return jws.sign(payload, key=key or self.key, typ=typ)

    def agree(self) -> None:
        services.keep_agreement(
            practice=self.practice, token=self.agreement(), member=self.id, at=NOW
        )

    def tell(self, *acts: str, **changes: Any) -> str:
        """Signs an instruction and has it kept."""
        token = self.instruction(*acts, **changes)
        services.keep(practice=self.practice, token=token, member=self.id, at=NOW)
        self.last, self.number = token, self.number + 1
        return token

    def once(self, act: str, about: str, until: str = "2026-12-24") -> str:
        """Signs a specific instruction."""
        return self.tell(act, about=about, until=until)

    def signs_at_set_up(self) -> None:
        """The agreement, and one standing instruction for each act that may stand."""
        self.agree()
        for act in ("publish", "support", "restore", "computer"):
            self.tell(act)


def _member(practice: Practice) -> Member:
    """Dr Mast; the practice next door has somebody of its own."""
    taken = Member.objects.everywhere("an id is taken once").filter(pk=MEMBER).exists()
    return Member.objects.create(
        practice=practice, id=uuid.uuid4() if taken else MEMBER, name="Dr Mast", role="PRACTITIONER"
    )
