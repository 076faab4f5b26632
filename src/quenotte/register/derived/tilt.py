"""The machine form of what Art. 13 to 15 GDPR ask to be told: a document in the Transparency Information Language.

The schema is that of github.com/Transparency-Information-Language/schema; it admits further members, and asks for
a data protection officer even of those who have none: then the point of contact stands there, called what it is.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quenotte.register.derived import rubrics
from quenotte.register.derived.notice import capital
from quenotte.register.derived.parties import Parties, Party
from quenotte.register.derived.rights import Right, rights
from quenotte.register.derived.transfers import transfers
from quenotte.register.lists.roles import Role
from quenotte.register.model import Activity, Art9, Basis, Category, Datum
from quenotte.register.packs.model import Deadline, Offered
from quenotte.register.periods import Words, kept
from quenotte.register.words import _


@dataclass(frozen=True)
class Published:
    """The version of the policy that this says in another form."""

    number: int
    made_at: datetime
    first_at: datetime
    url: str


def tilt(
    activities: Iterable[Activity],
    parties: Parties,
    published: Published,
    *,
    words: Words,
    language: str,
) -> dict[str, Any]:
    """The whole document; its `_hash` is the SHA-256 of everything else in it."""
    on = tuple(activities)
    said = _Said(on, parties, published, words)
    body: dict[str, Any] = {
        "meta": {
            "_id": f"{parties.slug}-{published.number}-{language}",
            "name": ", ".join(one.name for one in parties.controllers),
            "created": _instant(published.first_at),
            "modified": _instant(published.made_at),
            "version": published.number,
            "language": language,
            "status": "active",
            "url": published.url,
        },
        **said.who(),
        "dataDisclosed": [
            said.disclosed(activity, category) for activity in on for category in _kinds(activity)
        ],
        "thirdCountryTransfers": said.abroad(),
        "sources": said.sources(),
        **said.requests(),
        "automatedDecisionMaking": {"inUse": False},
        "changesOfPurpose": [],
    }
    body["meta"]["_hash"] = hashlib.sha256(_canonical(body)).hexdigest()
    return body


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _kinds(activity: Activity) -> tuple[Category, ...]:
    return tuple(dict.fromkeys(datum.category for datum in activity.data))


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


class _Said:
    """The parts of one practice's document in one language."""

    def __init__(
        self, on: tuple[Activity, ...], parties: Parties, published: Published, words: Words
    ) -> None:
        self._on, self._parties, self._published = on, parties, published
        self._words, self._say = words, words.gettext

    def who(self) -> dict[str, Any]:
        first = self._parties.controllers[0]
        asked = self._parties.asked or first
        title = asked.name
        if not self._parties.has_officer:
            title = self._say(_("Point of contact, no officer is appointed: %(who)s")) % {
                "who": asked.name
            }
        return {
            "controller": {
                "name": ", ".join(one.name for one in self._parties.controllers),
                "address": first.address,
                "country": self._country(first),
                "representative": _reached(first, name=first.name),
            },
            "dataProtectionOfficer": {
                **_reached(asked, name=title, fallback=first),
                "address": asked.address or first.address,
                "country": self._country(asked),
                "appointed": self._parties.has_officer,
            },
        }

    def _country(self, party: Party) -> str:
        return party.country or self._parties.country

    def disclosed(self, activity: Activity, category: Category) -> dict[str, Any]:
        """One kind of data of one activity."""
        say = self._say
        held = tuple(datum for datum in activity.data if datum.category is category)
        interest = activity.basis is Basis.LEGITIMATE_INTEREST
        return {
            "_id": f"{activity.key}.{category.value}",
            "category": say(rubrics.KINDS[category]),
            "purposes": [{"purpose": say(activity.title), "description": say(activity.purpose)}],
            "legalBases": self._bases(activity, category),
            "legitimateInterests": [
                {"exists": True, "reasoning": say(activity.balancing)}
                if interest
                else {"exists": False}
            ],
            "recipients": self._recipients(activity),
            "storage": [self._storage(activity)],
            "nonDisclosure": {
                "legalRequirement": activity.basis is Basis.LAW,
                "contractualRegulation": activity.basis is Basis.CONTRACT,
                "obligationToProvide": any(datum.required for datum in held),
                "consequences": say(activity.without) if activity.without else "",
            },
            "data": [self._datum(datum) for datum in held],
        }

    def _datum(self, datum: Datum) -> dict[str, Any]:
        return {
            "name": datum.name,
            "label": rubrics.label(datum, self._words),
            "why": self._say(datum.why),
            "required": datum.required,
        }

    def _bases(self, activity: Activity, category: Category) -> list[dict[str, str]]:
        """A reference as the schema spells it, `GDPR-6-1-b`; a law without numbered bases is only named."""
        what: list[Basis | Art9] = [activity.basis]
        if category is Category.HEALTH and activity.art9 is not None:
            what.append(activity.art9)
        say = self._say
        words = say(activity.basis_words)
        return [
            {"reference": f"GDPR-{_spelt(each)}", "description": f"{say(cited.value)}: {words}"}
            for pack in self._parties.packs
            for each in what
            if (cited := pack.articles.get(each)) is not None
        ] or [{"reference": "", "description": words}]

    def _recipients(self, activity: Activity) -> list[dict[str, str]]:
        readers = [{"category": capital(self._say(activity.readers))}] if activity.readers else []
        return [*readers, *(one for role in activity.recipients for one in self._filled(role))]

    def _filled(self, role: Role) -> list[dict[str, str]]:
        category = f"{capital(self._say(role.label))}: {self._say(role.sees)}"
        return [
            {"name": one.legal_name, "country": one.country, "category": category}
            for one in self._parties.filling(role)
        ] or [{"category": category}]

    def _storage(self, activity: Activity) -> dict[str, Any]:
        """Each stage with its ISO 8601 period, and the event that it is counted from in words."""
        keep = activity.keep
        stages = [keep.active] + ([keep.archive] if keep.archive else [])
        texts = kept(keep, self._words)
        return {
            "temporal": [
                {"description": text, "ttl": period.default}
                for text, period in zip(texts, stages, strict=False)
            ],
            "purposeConditional": list(texts),
            "aggregationFunction": "max",
        }

    def abroad(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for one in transfers(self._on, self._parties):
            text = f"{self._say(one.guarantee.text)} {one.guarantee.link}"
            entry = found.setdefault(
                one.recipient.country,
                {
                    "country": one.recipient.country,
                    "adequacyDecision": {"available": True, "description": text},
                    "recipients": [],
                },
            )
            entry["recipients"].append(one.recipient.legal_name)
        return list(found.values())

    def sources(self) -> list[dict[str, Any]]:
        say = self._say
        asked = say(_("The person, or whoever represents them, by the form."))
        made = say(_("The service itself, while it is used."))
        return [
            {
                "_id": f"{activity.key}.{category.value}",
                "dataCategory": say(rubrics.KINDS[category]),
                "sources": [
                    {
                        "description": text,
                        "url": self._published.url,
                        "publiclyAvailable": False,
                    }
                    for text in dict.fromkeys(
                        asked if datum.ask else made
                        for datum in activity.data
                        if datum.category is category
                    )
                ],
            }
            for activity in self._on
            for category in _kinds(activity)
        ]

    def requests(self) -> dict[str, Any]:
        """What may be asked, from the laws that the practice keeps and the bases that it relies on."""
        packs = self._parties.packs
        offered = {right for pack in packs for right in pack.rights}
        by_basis = {right for activity in self._on for right in rights(activity)}
        portable = Offered.PORTABILITY in offered and Right.PORTABILITY in by_basis
        authority = packs[0].authority
        known = {
            "name": self._say(authority.name),
            "address": authority.address,
            "country": packs[0].country,
        }
        return {
            "accessAndDataPortability": {
                **self._asked(available=Offered.ACCESS in offered),
                "dataFormats": ["application/json", "text/csv"] if portable else [],
            },
            "rightToInformation": self._asked(available=Offered.ACCESS in offered),
            "rightToRectificationOrDeletion": self._asked(
                available=bool(offered & {Offered.RECTIFICATION, Offered.ERASURE})
            ),
            "rightToDataPortability": self._asked(available=portable),
            "rightToWithdrawConsent": self._asked(available=Right.WITHDRAWAL in by_basis),
            "rightToComplain": {
                "available": True,
                "description": self._say(_("You may turn to this authority at any time.")),
                "url": authority.site or self._published.url,
                "supervisoryAuthority": {key: text for key, text in known.items() if text},
            },
        }

    def _asked(self, *, available: bool) -> dict[str, Any]:
        asked = self._parties.asked or self._parties.controllers[0]
        due = [pack.deadlines.get(Deadline.GENERAL) for pack in self._parties.packs]
        return {
            "available": available,
            "description": self._say(_("Ask the practice; its policy says how and by when.")),
            "url": self._published.url,
            **({"email": asked.email} if asked.email else {}),
            "answeredWithin": sorted({fact.value for fact in due if fact is not None}),
        }


def _reached(party: Party, *, name: str, fallback: Party | None = None) -> dict[str, str]:
    """Name, e-mail and, where there is one, the telephone."""
    phone = party.telephone or (fallback.telephone if fallback else "")
    return {
        "name": name,
        "email": party.email or (fallback.email if fallback else ""),
        **({"phone": phone} if phone else {}),
    }


def _spelt(article: Basis | Art9) -> str:
    """`6(1)(b)` as `6-1-b`."""
    return "-".join(part.strip(")") for part in article.value.split("("))
