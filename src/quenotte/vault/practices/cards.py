"""The key card as a desk signed it: the practice's public keys, and what may follow what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from quenotte.base import jws
from quenotte.base.chain import digest
from quenotte.base.succession import CARD_TYP
from quenotte.vault.practices import statements
from quenotte.vault.practices.models import KeyCard, Practice
from quenotte.vault.practices.seals import CLASSES, epoch_of
from quenotte.vault.practices.statements import Refused, malformed

PROOF_TYP = "quenotte-sheet-proof"
_FIELDS = frozenset({"v", "practice", "serial", "issued", "keys", "succession", "relay"})
_WHAT = "the key card"


@dataclass(frozen=True)
class Card:
    token: str
    serial: int
    issued: datetime
    ids: Mapping[str, str]  # class to key id: "desk" to "desk/2"
    recipients: Mapping[str, str]
    succession: str  # the fingerprint of the succession key
    relay: str
    signer: str


def read(token: object, practice: Practice) -> Card:
    """A card of this practice; who signed it is for the caller to judge. Refused."""
    said, signer = statements.read(
        token, what=_WHAT, typ=CARD_TYP, practice=practice, fields=_FIELDS
    )
    keys = said["keys"]
    if not isinstance(keys, dict) or set(keys) != set(CLASSES):
        malformed(_WHAT)
    ids, recipients = {}, {}
    for name, key in keys.items():
        if not isinstance(key, dict) or set(key) != {"id", "recipient"}:
            malformed(_WHAT)
        what = f"the key card's {name} key"
        ids[name] = statements.shaped(key["id"], re.compile(f"{name}/[1-9][0-9]{{0,8}}"), what)
        recipients[name] = statements.shaped(key["recipient"], statements.RECIPIENT, what)
    if not isinstance(said["relay"], str):
        malformed(_WHAT)
    return Card(
        token=statements.text(token, _WHAT),
        serial=statements.whole(said["serial"], _WHAT),
        issued=statements.instant(said["issued"], _WHAT),
        ids=ids,
        recipients=recipients,
        succession=jws.fingerprint(statements.jwk(said["succession"], _WHAT)),
        relay=said["relay"],
        signer=signer,
    )


def newest(practice: Practice) -> Card | None:
    """The card in force; None before the recovery sheet was proven."""
    row = KeyCard.objects.of(practice).order_by("-serial").first()
    return read(row.jws, practice) if row else None


def renewed(card: Card, former: Card | None) -> tuple[str, ...]:
    """The names of the class keys that are new: each stays as it is, or takes the next epoch. Refused."""
    new = []
    for name in CLASSES:
        epoch = epoch_of(former.ids[name]) if former else 0
        same = bool(former and former.recipients[name] == card.recipients[name])
        if former and card.ids[name] == former.ids[name] and same:
            continue
        if card.ids[name] != f"{name}/{epoch + 1}" or same:
            raise Refused(f"the {name} key neither stays nor takes the next number")
        new.append(card.ids[name])
    return tuple(new)


def check_proof(proof: object, *, practice: Practice, card: Card) -> None:
    """Made by who has opened the file under the recovery sheet, over this very card. Refused."""
    try:
        said, _ = jws.read(
            statements.text(proof, "the proof of the recovery sheet"),
            typ=PROOF_TYP,
            fingerprint_of_signer=card.succession,
        )
    except jws.NotSigned:
        raise Refused("the recovery sheet is not proven") from None
    if said != {"practice": practice.slug, "card": digest(card.token)}:
        raise Refused("the recovery sheet was proven for another key card")
