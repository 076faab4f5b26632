"""What a country's law adds to the policy: its names, its authority, its deadlines (P3).

Figures and their sources: docs on the law behind the periods; each has a flag there. A country that is
not here gets sentences without citations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quenotte.register.model import Art9, Basis
from quenotte.register.words import _


@dataclass(frozen=True)
class Jurisdiction:
    law: str
    health: str
    authority: str
    authority_address: str
    authority_site: str
    rights: tuple[str, ...]
    deadline: str
    articles: Mapping[Basis | Art9, str] = MappingProxyType({})


SWITZERLAND = Jurisdiction(
    law=_("the Swiss Federal Act on Data Protection (FADP)"),
    health=_(
        "Health data are sensitive personal data (Art. 5 let. c FADP); here they serve your care alone."
    ),
    authority=_("Federal Data Protection and Information Commissioner (FDPIC)"),
    authority_address="Feldeggweg 1, 3003 Bern",
    authority_site="https://www.edoeb.admin.ch",
    rights=(
        _("You may ask which data about you are kept, and receive a copy."),
        _("You may have a wrong answer corrected, or marked as disputed."),
        _("You may ask that data are erased, or that they are no longer used or passed on."),
        _("You may receive the data that you gave in a usual electronic form."),
    ),
    deadline=_(
        "The practice answers within 30 days as a rule; if it takes longer, it tells you until when."
    ),
)

FRANCE = Jurisdiction(
    law=_("the General Data Protection Regulation (GDPR) and the French Data Protection Act"),
    health=_(
        "Health data may be processed because your care needs them, under professional secrecy"
        " (Art. 9(2)(h) GDPR)."
    ),
    authority=_("French data protection authority (CNIL)"),
    authority_address="3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07",
    authority_site="https://www.cnil.fr",
    rights=(
        _("You may ask which data about you are kept, and receive a copy."),
        _("You may have a wrong answer corrected."),
        _("You may ask that data are erased, or that they are kept without being used."),
        _("You may receive the data that you gave in a usual electronic form."),
        _("You may object where the basis is a legitimate interest."),
        _("You may say what becomes of your data after your death."),
    ),
    deadline=_(
        "The practice answers within one month, and within eight days where health information is"
        " concerned; a longer time is possible once, and you are told why within the month."
    ),
    articles=MappingProxyType(
        {basis: f"Art. {basis.value} GDPR" for basis in Basis}
        | {condition: f"Art. {condition.value} GDPR" for condition in Art9}
    ),
)

ELSEWHERE = Jurisdiction(
    law=_("the data protection law of the practice's country"),
    health=_("Health data are specially protected; here they serve your care alone."),
    authority=_("the data protection authority of the practice's country"),
    authority_address="",
    authority_site="",
    rights=(
        _("You may ask which data about you are kept, and receive a copy."),
        _("You may have a wrong answer corrected."),
        _("You may ask that data are erased."),
    ),
    deadline=_("The practice answers within the time that the law of its country gives."),
)


def of(country: str) -> Jurisdiction:
    """By ISO 3166 code, as the public card carries it."""
    return {"CH": SWITZERLAND, "FR": FRANCE}.get(country.upper(), ELSEWHERE)
