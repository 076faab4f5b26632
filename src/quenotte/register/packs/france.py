"""France: GDPR, the French Data Protection Act and the Public Health Code (legal.md, column FR/EU)."""

from types import MappingProxyType

from quenotte.register.model import Art9, Basis
from quenotte.register.packs.model import (
    Authority,
    Deadline,
    Hosting,
    Offered,
    Pack,
    certain,
    likely,
    uncertain,
)
from quenotte.register.recipients import EEA
from quenotte.register.words import _

_NEXT = "2027-05-31"

FRANCE = Pack(
    country="FR",
    law=_("the General Data Protection Regulation (GDPR) and the French Data Protection Act"),
    names=frozenset(
        {"GDPR", "RGPD", "DSGVO", "CNIL", "Informatique et Libertés", "French Data Protection Act"}
        | {"französische", "francese", "français"}
    ),
    authority=Authority(
        _("French data protection authority (CNIL)"),
        "3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07",
        "https://www.cnil.fr",
    ),
    health=certain(_("Art. 9 GDPR"), "legal.md: defaults, GDPR 9"),
    rights=(
        Offered.ACCESS,
        Offered.RECTIFICATION,
        Offered.ERASURE,
        Offered.RESTRICTION,
        Offered.PORTABILITY,
        Offered.OBJECTION,
        Offered.AFTER_DEATH,
    ),
    deadlines=MappingProxyType(
        {
            Deadline.GENERAL: certain("P1M", "legal.md L1: GDPR 12(3)"),
            Deadline.HEALTH: likely(
                "P8D", "legal.md L2: décret 2002-637; that it covers these answers", review=_NEXT
            ),
            Deadline.OLD_HEALTH: likely("P2M", "legal.md L2", review=_NEXT),
            Deadline.OLD: likely("P5Y", "legal.md L2", review=_NEXT),
            Deadline.LONGER: certain("P2M", "legal.md L1: GDPR 12(3)"),
            Deadline.BREACH: uncertain(
                "PT72H", "legal.md L28: GDPR 33; 96 h proposed in 2025", review=_NEXT
            ),
        }
    ),
    ceilings=MappingProxyType(
        {
            "": likely("P5Y", "promises.md P50: chosen, in no law", review=_NEXT),
            "contact": uncertain("P3Y", "legal.md L20", review=_NEXT),
            "audience": certain("P25M", "legal.md L23"),
            "cookie-choice": certain("P6M", "legal.md L23"),
            "security-log": certain("P12M", "legal.md L25"),
        }
    ),
    hosting=Hosting(
        places=EEA,
        certificate=certain(_("Art. L.1111-8 of the French Public Health Code"), "legal.md L32"),
    ),
    articles=MappingProxyType(
        {
            Basis.CONSENT: certain(_("Art. 6(1)(a) GDPR"), "GDPR 6"),
            Basis.CONTRACT: certain(_("Art. 6(1)(b) GDPR"), "GDPR 6"),
            Basis.LAW: certain(_("Art. 6(1)(c) GDPR"), "GDPR 6"),
            Basis.LEGITIMATE_INTEREST: certain(_("Art. 6(1)(f) GDPR"), "GDPR 6"),
            Art9.CARE: likely(
                _("Art. 9(2)(h) GDPR"), "legal.md: basis of the questionnaire", review=_NEXT
            ),
            Art9.EXPLICIT_CONSENT: certain(_("Art. 9(2)(a) GDPR"), "GDPR 9"),
        }
    ),
    laws=MappingProxyType(
        {
            "rights-request": _("Art. 12 to 22 GDPR"),
            "identity-document": _("Art. 12(6) GDPR"),
            "directive": _("Art. 85 of the French Data Protection Act"),
            "consent-proof": _("Art. 7(1) GDPR"),
            "objection-list": _("Art. 21(3) GDPR"),
            "breach-register": _("Art. 33(5) GDPR"),
            "access-journal": _("Art. 32 GDPR"),
            "instructions": _("Art. 28(3) GDPR"),
            "authority-request": _("Art. 6(1)(c) GDPR, with the text that the authority names"),
        }
    ),
    consent_age=likely("15", "legal.md L36: LIL 45", review=_NEXT),
    assessment=certain(
        _("a practice of one practitioner is exempt by the authority's list"), "legal.md L30"
    ),
)
