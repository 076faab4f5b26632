"""One fault for each mechanism: how it breaks, and which sentences have to turn red then, and no others.

`make mutate-claims` applies them one by one to a copy of the tree (tools/mutate_claims.py). A new built
claim needs a fault here; tests/mutation/test_faults.py says so.
"""

from dataclasses import dataclass

SRC = "src/quenotte/"
POLICY = SRC + "register/derived/policy.py"


@dataclass(frozen=True)
class Fault:
    """`before` stands once in `file`; with `after` in its place the claims in `reds` are no longer kept."""

    name: str
    file: str
    before: str
    after: str
    reds: frozenset[str]
    suites: tuple[str, ...] = ("register",)  # where a test could notice


def fault(
    name: str,
    file: str,
    before: str,
    after: str,
    *reds: str,
    suites: tuple[str, ...] = ("register",),
) -> Fault:
    return Fault(name, file, before, after, frozenset(reds), suites)


def said(name: str, before: str, after: str, *reds: str) -> Fault:
    """The policy says something else than its source."""
    return fault(name, POLICY, before, after, *reds, suites=("register", "vault"))


PRINTED = (
    said("controller", "(first.name or facts.name) if", 'f"{first.name} and others" if', "P2"),
    said(
        "colleagues",
        '", ".join((one.name, one.address)) for one in',
        '", ".join((one.name,)) for one in',
        "P2c",
    ),
    said("publisher", 'self._legal_name("publisher")', 'self._legal_name("host")', "P2b"),
    said(
        "law",
        'yield "law", self._and(say(pack.law) for pack in facts.packs)',
        'yield "law", self._and(say(pack.law) for pack in facts.packs[:1])',
        "P3",
    ),
    said(
        "review", "self._words.day(min(days)) if days", "self._words.day(date.min) if days", "P3b"
    ),
    said(
        "officer",
        '"officer" if one.kind is Kind.DPO else "contact_point"',
        '"contact_point" if one.kind is Kind.DPO else "officer"',
        "P74",
        "P74b",
    ),
    said(
        "languages",
        'yield "languages", self._and(facts.languages)',
        'yield "languages", self._and(facts.languages[:1])',
        "P78",
    ),
    said("host", 'yield "host", hosting.name', 'yield "host", hosting.place', "P17"),
    said("no-host", '"" if hosting.name else "yes"', '""', "P17g"),
    said(
        "certificate",
        'yield "certificate", hosting.certificate',
        'yield "certificate", hosting.certificate or "HDS"',
        "P17b",
    ),
    said(
        "certificate-end",
        'yield "valid_until", self._day(hosting.valid_until)',
        'yield "valid_until", hosting.certificate',
        "P17c",
    ),
    said("place", 'yield "place", hosting.place', 'yield "place", hosting.name', "P38b"),
    said(
        "accepted",
        "self._words.day(hosting.accepted) if hosting.accepted else",
        "hosting.valid_until if True else",
        "P17d",
    ),
    said(
        "hosting-law",
        'yield "hosting_law", self._say(pack.hosting.certificate.value)',
        'yield "hosting_law", self._say(pack.law)',
        "P17f",
    ),
    said("firms", '"since": self._words.day(one.since)', '"since": one.contract', "P35b"),
    said(
        "unnamed",
        "if role.processor and key not in named",
        "if role.processor and key in named",
        "P35c",
    ),
    said(
        "ended",
        "if activity.key in self._facts.ended else []",
        "if activity.key in self._services else []",
        "P5b",
    ),
    said("authority", "(self._say(held.name), held.address, held.site)", "(held.site,)", "P72"),
    said(
        "purpose", "purpose=self._say(activity.purpose)", "purpose=self._say(activity.title)", "P27"
    ),
    said("readers", "who=self._say(activity.readers)", "who=self._say(activity.title)", "P31"),
    said("recipients", "sees=self._say(role.sees)", "sees=self._say(role.label)", "P35"),
    said("beside", "if datum.ask is None\n", "if datum.ask is None and datum.seal\n", "P13"),
    said("asked", '"why": self._say(datum.why)', '"why": self._say(datum.name)', "P14"),
    said(
        "without", "without=self._say(activity.without)", "without=self._say(activity.title)", "P20"
    ),
    said(
        "basis",
        "basis = self._say(activity.basis_words)",
        "basis = self._say(activity.title)",
        "P42",
    ),
    said(
        "rights",
        "given = (one for one in rights(activity) if",
        "given = (one for one in Right if",
        "P42b",
    ),
    said(
        "health",
        "self._cited(pack, activity.art9) or",
        "self._cited(pack, activity.basis) or",
        "P42c",
    ),
    said(
        "no-health-law", 'return self._one("P42d")', 'return self._one("P42c", article="")', "P42d"
    ),
    said(
        "balancing", "why=self._say(activity.balancing)", "why=self._say(activity.purpose)", "P44"
    ),
    said("cited-law", "laws = [pack.laws[activity.key]", "laws = [pack.law", "P46"),
    said(
        "what-is-off",
        "if claim.service and claim.service not in self._services:",
        "if False:",
        "P5",
    ),
    said("not-built", "if not claim.said or not", "if not", "P4"),
)

REGISTER = (
    fault(
        "state",
        SRC + "register/claims/__init__.py",
        '    if seen.get("failed"):\n        return State.FAILING\n',
        "",
        "P77",
        suites=("register", "vault"),
    ),
    fault(
        "ceiling",
        SRC + "register/model.py",
        "if self.plane is Plane.VAULT and self.keep.longest > days(CEILING):",
        "if False:",
        "P50",
    ),
    fault(
        "health-seal",
        SRC + "register/model.py",
        "if self.category is Category.HEALTH and self.seal is not Seal.CARE:",
        "if False:",
        "P15b",
    ),
    fault(
        "country",
        SRC + "register/recipients.py",
        "if self.country not in ALLOWED:",
        "if False:",
        "P38",
    ),
    fault(
        "untold",
        SRC + "register/recipients.py",
        "    if told > since:",
        "    if False:",
        "P36",
    ),
    fault(
        "teeth",
        SRC + "register/model.py",
        "if self.ask is not None and (found := dental_words(self.name, self.ask)):",
        "if self.ask is None and (found := None):",
        "P18",
    ),
    fault(
        "acts",
        SRC + "register/acts.py",
        "    declared = NAMED.get(activity)\n",
        "    return\n    declared = NAMED.get(activity)\n",
        "P27b",
        suites=("register", "vault"),
    ),
    fault(
        "lease-without-asking",
        SRC + "vault/notices/services.py",
        '    acts.allow(ACTIVITY, acts.Act.SEND, purpose=ACTIVITY)\n    acts.allow("appointment"',
        '    acts.allow("appointment"',
        "P27b",
        suites=("vault",),
    ),
    fault(
        "desk-reads-for-anything",
        SRC + "vault/desk/api.py",
        "    except acts.Refused:\n        return unknown()\n",
        "    except acts.Refused:\n        pass\n",
        "P27b",
        suites=("vault",),
    ),
    fault(
        "table",
        SRC + "register/derived/seers.py",
        "Seal.CARE: (CARERS,)",
        "Seal.CARE: (EVERYBODY,)",
        "P11",
    ),
    fault(
        "notice",
        SRC + "register/derived/notice.py",
        "(Line(say(activity.purpose)),)",
        "(Line(say(activity.title)),)",
        "P19",
        suites=("register", "vault"),
    ),
    fault(
        "sheet",
        SRC + "register/derived/records.py",
        "answers.title, required=True",
        "lambda _: (), required=True",
        "P57",
        suites=("register", "vault", "site"),
    ),
    fault(
        "undeclared-column",
        SRC + "register/gate.py",
        '            yield f"{name} is stored but not declared"\n',
        "            continue\n",
        "P13b",
        suites=("register", "vault"),
    ),
    fault(
        "sealed-in-clear",
        SRC + "register/gate.py",
        "elif (fit := _fit(declared[binding.datum])) and",
        "elif (fit := _fit(declared[binding.datum])) and False and",
        "P13b",
    ),
    fault(
        "mail-server-of-nobody",
        SRC + "register/doorways.py",
        "if name in OF and not _local(host)",
        "if False and not _local(host)",
        "P35b",
    ),
    fault(
        "uncaught-in-words",
        SRC + "base/log.py",
        '    _print("error-uncaught", kind, _ours(trace))\n',
        "    sys.__excepthook__(kind, error, trace)\n",
        "P55",
        suites=("gate",),
    ),
    fault(
        "json-key",
        SRC + "register/gate.py",
        "if columns[name].opaque and not",
        "if False and not",
        "P13b",
        suites=("gate",),
    ),
)

VAULT = (
    fault(
        "classical-lock",
        SRC + "vault/intake/services.py",
        "if seen.locks != (envelope.MLKEM768_X25519,):",
        "if not seen.locks:",
        "P15",
        suites=("vault",),
    ),
    fault(
        "another-class",
        SRC + "vault/intake/services.py",
        "if sent.key != card.keys[activity.seal.value]:",
        "if sent.key not in card.keys.values():",
        "P15b",
        suites=("vault",),
    ),
    fault(
        "retired-key",
        SRC + "vault/intake/services.py",
        "        raise KeyRetired\n    if [part.part",
        "    if [part.part",
        "P12",
        suites=("vault",),
    ),
    fault(
        "unproven-sheet",
        SRC + "vault/practices/services.py",
        "    _check_proof(locked, made, card)\n",
        "",
        "P12",
        suites=("vault",),
    ),
    fault(
        "after-the-appointment",
        SRC + "vault/intake/services.py",
        "return appointment.status in agenda.OPEN and at < appointment.start_at",
        "return True",
        "P16",
        suites=("vault",),
    ),
    fault(
        "no-confirmation",
        SRC + "vault/intake/services.py",
        '        notices.queue(appointment=appointment, template="appointment-requested", at=at)\n',
        "",
        "P21",
        suites=("vault",),
    ),
    fault(
        "lapse",
        SRC + "vault/intake/services.py",
        'if activity == "questionnaire" and questionnaires_closed(practice, at=at):',
        "if False:",
        "P17e",
        suites=("vault",),
    ),
    fault(
        "no-paper",
        SRC + "vault/patient/jinja2/patient/questionnaire.html",
        "{% if certified %}",
        "{% if false %}",
        "P17f",
        suites=("vault",),
    ),
    fault(
        "unsigned-choice",
        SRC + "vault/practices/choices.py",
        "    if signer != fingerprint:",
        "    if False:",
        "P51",
        suites=("vault",),
    ),
    fault(
        "page-made-anew",
        SRC + "vault/policies/services.py",
        "return _checked(version.practice, kept.html, kept.sha256)",
        "return permanent(version, language, sections(version)[language])",
        "P1",
        suites=("vault",),
    ),
    fault(
        "star",
        SRC + "vault/patient/jinja2/patient/form.html",
        '{% macro star() -%}<span class="star"',
        '{% macro star() -%}<span class="sup"',
        "P20b",
        suites=("vault",),
    ),
    fault(
        "cookie",
        SRC + "register/doorways.py",
        "    if declared is None:\n",
        "    if declared is None:\n        return\n    if declared is None:\n",
        "P28",
        suites=("register", "vault"),
    ),
    fault(
        "needs-a-cookie",
        SRC + "vault/settings.py",
        '    "django.middleware.csp.ContentSecurityPolicyMiddleware",\n',
        '    "django.middleware.csp.ContentSecurityPolicyMiddleware",\n'
        '    "django.middleware.csrf.CsrfViewMiddleware",\n',
        "P6",
        suites=("vault",),
    ),
    fault(
        "other-sites",
        SRC + "register/derived/headers.py",
        '"font-src": [SELF]',
        '"font-src": [SELF, "https://fonts.example"]',
        "P38c",
        suites=("register", "vault", "site"),
    ),
    fault(
        "logged-address",
        SRC + "base/log.py",
        "said = _Said(kind.__name__ if kind else UNSAID)",
        "said = _Said(str(msg) % args)",
        "P55",
        suites=("register", "vault"),
    ),
    fault(
        "two-desks",
        SRC + "vault/desk/api.py",
        "return Grant.objects.of(session.practice).filter(member=session.member, key=key).exists()",
        "return True",
        "P31",
        suites=("vault",),
    ),
)

RELAY = (
    fault(
        "reason-in-a-message",
        SRC + "relay/jinja2/relay/appointment-requested.txt",
        '{{ _("Your request for an appointment has arrived.',
        '{{ _("Health: your request for an appointment has arrived.',
        "P21b",
        suites=("relay",),
    ),
    fault(
        "promotion",
        SRC + "relay/jinja2/relay/mail.txt",
        "{% block next %}",
        "More: https://offers.example\n{% block next %}",
        "P22",
        suites=("relay",),
    ),
    fault(
        "kept-month-key",
        SRC + "relay/keys/services.py",
        '.update(identity="", destroyed_at=at)',
        ".update(destroyed_at=at)",
        "P11",
        suites=("relay",),
    ),
)

BROWSER = (
    fault(
        "unsealed",
        "web/patient/parcel.ts",
        "    ...(contents.reach ? { reach: await sealedReach(keys, contents, contents.reach) } : {}),\n",
        "    ...(contents.reach ? { reach: contents.reach } : {}),\n",
        "P15",
        suites=("web",),
    ),
    fault(
        "moved-envelope",
        "web/open/open.ts",
        "if (context[what] !== expected[what]) throw new Moved(what);",
        "if (!(what in context)) throw new Moved(what);",
        "P16",
        suites=("web",),
    ),
    fault(
        "another-practice-s-key",
        "web/patient/trust.ts",
        "trusted(this.practice, this.card.fingerprint, reply)",
        "trusted(this.practice, this.pinned, reply)",
        "P12",
        suites=("web",),
    ),
    fault(
        "empty-answers-show",
        "web/patient/parcel.ts",
        "for (const part of form.parts) {",
        "for (const part of form.parts.filter((one) => Object.keys(answers[one] ?? {}).length)) {",
        "P20b",
        suites=("web",),
    ),
)

FAULTS = (*PRINTED, *REGISTER, *VAULT, *RELAY, *BROWSER)
