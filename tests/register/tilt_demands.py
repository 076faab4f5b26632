"""What the schema of the Transparency Information Language demands, restated as a JSON schema of our own.

Source: github.com/Transparency-Information-Language/schema, tilt-schema.json (draft 7, MIT licence, 2020
E. Grünewald), as its main branch stood in 2024. Members, types, lengths and patterns are its; titles, examples
and the open lists of languages and spans are not repeated. Everything may have further members, there as here.
"""

from typing import Any

COUNTRY = {"type": "string", "pattern": "^[A-Z][A-Z]$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
REFERENCE = {"type": "string", "pattern": "^[A-Z]*(-[0-9]+|-[a-z]+)*$"}
TEXT = {"type": "string"}
YES = {"type": "boolean"}
URI = {"type": "string", "format": "uri-reference"}
EMAIL = {"type": "string", "format": "email"}
PHONE = {"type": "string", "pattern": r"^[+]*[(]{0,1}[0-9]{1,4}[)]{0,1}[-\s\./0-9]*$"}
SPAN = {"type": "string", "pattern": r"^P[0-9]+[YMD]$"}


def thing(must: dict[str, Any], may: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "required": list(must), "properties": must | (may or {})}


def each(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def when(member: str, *must: str) -> dict[str, Any]:
    """Where a member is true, others must be there."""
    return {
        "if": {"properties": {member: {"const": True}}, "required": [member]},
        "then": {"required": list(must)},
    }


RIGHT = thing(
    {},
    {
        "available": YES,
        "description": TEXT,
        "url": URI,
        "email": EMAIL,
        "identificationEvidences": each(TEXT),
    },
) | when("available", "description")
PERSON = thing({"name": TEXT, "email": EMAIL}, {"phone": PHONE})
GUARANTEE = thing({}, {"available": YES, "description": TEXT}) | when("available", "description")
DISCLOSED = thing(
    {
        "_id": TEXT,
        "category": TEXT,
        "purposes": each(thing({"purpose": TEXT, "description": TEXT})),
        "legalBases": each(thing({"reference": REFERENCE}, {"description": TEXT})),
        "legitimateInterests": each(
            thing({}, {"exists": YES, "reasoning": TEXT}) | when("exists", "reasoning")
        ),
        "recipients": each(
            thing(
                {"category": TEXT},
                {"name": TEXT, "address": TEXT, "country": COUNTRY, "representative": PERSON},
            )
        ),
        "storage": each(
            thing(
                {"aggregationFunction": {"enum": ["min", "max", "sum", "avg"]}},
                {
                    "temporal": each(thing({"description": TEXT, "ttl": SPAN})),
                    "purposeConditional": each(TEXT),
                    "legalBasisConditional": each(REFERENCE),
                },
            )
        ),
        "nonDisclosure": thing(
            {
                "legalRequirement": YES,
                "contractualRegulation": YES,
                "obligationToProvide": YES,
                "consequences": TEXT,
            }
        ),
    }
)
SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    **thing(
        {
            "meta": thing(
                {
                    "_id": TEXT,
                    "name": TEXT,
                    "created": INSTANT,
                    "modified": INSTANT,
                    "version": {"type": "integer", "minimum": 1},
                    "language": {"type": "string", "pattern": "^[a-z]{2}$"},
                    "status": {"enum": ["active", "inactive"]},
                    "url": URI,
                    "_hash": {"type": "string", "minLength": 64, "maxLength": 64},
                }
            ),
            "controller": thing(
                {"name": TEXT, "address": TEXT, "country": COUNTRY, "representative": PERSON},
                {"division": TEXT},
            ),
            "dataProtectionOfficer": thing(
                {"name": TEXT, "address": TEXT, "country": COUNTRY, "email": EMAIL},
                {"phone": PHONE},
            ),
            "dataDisclosed": each(DISCLOSED),
            "thirdCountryTransfers": each(
                thing(
                    {},
                    {
                        "country": COUNTRY,
                        "adequacyDecision": GUARANTEE,
                        "appropriateGuarantees": GUARANTEE,
                        "presenceOfEnforceableRightsAndEffectiveRemedies": GUARANTEE,
                        "standardDataProtectionClause": GUARANTEE,
                    },
                )
            ),
            "accessAndDataPortability": thing(
                {"available": YES},
                {
                    "description": TEXT,
                    "url": URI,
                    "email": EMAIL,
                    "identificationEvidences": each(TEXT),
                    "administrativeFee": thing(
                        {
                            "amount": {"type": "number"},
                            "currency": {"type": "string", "minLength": 3, "maxLength": 3},
                        }
                    ),
                    "dataFormats": each(TEXT),
                },
            ),
            "sources": each(
                thing(
                    {
                        "_id": TEXT,
                        "dataCategory": TEXT,
                        "sources": each(
                            thing({"description": TEXT, "url": URI, "publiclyAvailable": YES})
                        ),
                    }
                )
            ),
            "rightToInformation": RIGHT,
            "rightToRectificationOrDeletion": RIGHT,
            "rightToDataPortability": RIGHT,
            "rightToWithdrawConsent": RIGHT,
            "rightToComplain": RIGHT
            | when("available", "description", "supervisoryAuthority")
            | {
                "properties": RIGHT["properties"]
                | {
                    "supervisoryAuthority": thing(
                        {"name": TEXT},
                        {"address": TEXT, "country": COUNTRY, "email": EMAIL, "phone": PHONE},
                    )
                }
            },
            "automatedDecisionMaking": thing(
                {}, {"inUse": YES, "logicInvolved": TEXT, "scopeAndIntendedEffects": TEXT}
            )
            | when("inUse", "logicInvolved", "scopeAndIntendedEffects"),
            "changesOfPurpose": each(
                thing(
                    {},
                    {
                        "description": TEXT,
                        "affectedDataCategories": each(TEXT),
                        "plannedDateOfChange": INSTANT,
                        "urlOfNewVersion": TEXT,
                    },
                )
            ),
        }
    ),
}
