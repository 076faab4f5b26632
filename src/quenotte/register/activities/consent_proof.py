"""The proof of what somebody agreed to: the words, the page, the moment (P25)."""

from dataclasses import replace

from quenotte.register.model import (
    HOST,
    Activity,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Period,
    Plane,
    Subject,
)
from quenotte.register.words import _

consent_proof = Activity(
    key="consent-proof",
    plane=Plane.VAULT,
    service="consent",
    title=_("Proof of what you agreed to"),
    purpose=_("To be able to show what you agreed to, in which words and when."),
    basis=Basis.LAW,
    basis_words=_("The duty to prove an agreement"),
    law="GDPR 7(1)",
    readers=_("the practitioners of the practice, when an agreement is disputed"),
    subjects=(Subject.SUBSCRIBERS, Subject.VISITORS),
    recipients=(replace(HOST, sees=_("keeps the proof, which names nobody")),),
    data=(
        Datum("wording", Category.CONSENT, _("the words that you agreed to, by their version")),
        Datum(
            "page",
            Category.CONSENT,
            _("the fingerprint of the page that asked you, so that it can be shown again"),
        ),
        Datum("given", Category.CONSENT, _("when, and for which channel")),
        Datum("confirmed", Category.CONSENT, _("that the owner of the address confirmed it")),
        Datum("withdrawn", Category.CONSENT, _("when it was taken back")),
        Datum(
            "receipt",
            Category.TECHNICAL,
            _("recognises the receipt that you hold, and nobody without it"),
        ),
    ),
    keep=Keep(
        Period("P5Y"), Clock.VALIDITY_END, source="legal.md L24: no authority gives a number"
    ),
    claims=("P25",),
)
