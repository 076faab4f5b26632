"""What each column of the vault holds: a datum of the register, or something about nobody."""

from collections.abc import Mapping

from quenotte.register.gate import About, Binding, Holds

_ROW = About("a row's own number")
_SCOPE = About("which practice the row belongs to")
_STATE = About("the record's state, by the transition table")
_FACT = About("a fact of the practice, public on its site")

THIRD_PARTY: Mapping[str, str] = {}  # other people's models, each with its reason; no wildcards

BINDINGS: Mapping[str, Binding] = {
    **{
        f"practices.Practice.{name}": _FACT
        for name in (
            "slug",
            "host",
            "name",
            "zone",
            "country",
            "answer_hours",
            "lead_minutes",
            "horizon_days",
        )
    },
    "practices.Practice.public_card": About(_FACT.nobody, schema="public-card"),
    "practices.Practice.id": _ROW,
    "practices.Practice.fingerprint": About("of the practice's public signing key"),
    "practices.Practice.proved_at": About("when a recovery sheet was last read back"),
    "practices.KeyCard.id": _ROW,
    "practices.KeyCard.practice": _SCOPE,
    **{
        f"practices.KeyCard.{name}": About("public keys of the practice")
        for name in ("serial", "jws", "published_at")
    },
    "practices.KeyCard.keys": About("public keys of the practice", schema="key-ids"),
    "practices.Roster.id": _ROW,
    "practices.Roster.practice": _SCOPE,
    "practices.Roster.number": About("which roster it is"),
    "practices.Roster.jws": Holds("desk-access.member_name"),
    "practices.Roster.received_at": Holds("desk-access.member_name"),
    "practices.Succession.id": _ROW,
    "practices.Succession.practice": _SCOPE,
    **{
        f"practices.Succession.{name}": About("public keys of the practice")
        for name in ("former", "successor", "jws", "received_at")
    },
    "practices.Choices.id": _ROW,
    "practices.Choices.practice": _SCOPE,
    **{
        f"practices.Choices.{name}": About("the practice's signed choices; they name no patient")
        for name in ("number", "jws", "received_at", "set_aside_at")
    },
    "practices.SheetSeal.id": _ROW,
    "practices.SheetSeal.practice": _SCOPE,
    "practices.SheetSeal.key": About("which key it is"),
    "practices.SheetSeal.sealed": About(
        "a key of the practice, sealed to its recovery sheet", schema="sheet-seal"
    ),
    "practices.Member.practice": _SCOPE,
    "practices.Member.id": About("a member's own random number"),
    "practices.Member.name": Holds("desk-access.member_name"),
    "practices.Member.role": Holds("desk-access.member_name"),
    "practices.Member.recipient": Holds("desk-access.member_key"),
    "practices.Member.signing": Holds("desk-access.member_key", schema="public-jwk"),
    "practices.Member.sealed_key": Holds("desk-access.member_sealed_key", schema="sealed-key"),
    "practices.Member.person": Holds("desk-access.member_key"),
    "practices.Member.mine": Holds("desk-access.member_sealed_key", schema="mine"),
    **{
        f"practices.Member.{name}": Holds("desk-access.member_name")
        for name in ("until", "joined_at", "left_at")
    },
    **{
        f"practices.Joining.{name}": Holds("desk-access.member_key")
        for name in ("id", "member", "kind", "recipient", "asked_at", "computer")
    },
    "practices.Joining.practice": _SCOPE,
    "practices.Joining.signing": Holds("desk-access.member_key", schema="public-jwk"),
    "practices.Joining.sealed_key": Holds("desk-access.member_sealed_key", schema="sealed-key"),
    "practices.Joining.mine": Holds("desk-access.member_sealed_key", schema="mine"),
    "practices.Admission.id": _ROW,
    "practices.Admission.practice": _SCOPE,
    **{
        f"practices.Admission.{name}": Holds("desk-access.member_key")
        for name in ("member", "jws", "roster", "received_at")
    },
    "practices.Grant.id": _ROW,
    "practices.Grant.practice": _SCOPE,
    "practices.Grant.member": Holds("desk-access.member_key"),
    "practices.Grant.key": About("which key it is"),
    "practices.Grant.sealed": Holds("desk-access.grant", schema="grant"),
    **{
        f"agenda.{name}": _FACT
        for name in (
            "Resource.id",
            "Resource.practice",
            "Resource.slug",
            "Resource.name",
            "Resource.position",
            "AppointmentType.id",
            "AppointmentType.practice",
            "AppointmentType.slug",
            "AppointmentType.minutes",
            "AppointmentType.resources",
            "AppointmentType_resources.id",
            "AppointmentType_resources.appointmenttype",
            "AppointmentType_resources.resource",
            "AppointmentType.position",
            "WeeklyHours.id",
            "WeeklyHours.practice",
            "WeeklyHours.resource",
            "WeeklyHours.weekday",
            "WeeklyHours.opens",
            "WeeklyHours.closes",
            "Closure.id",
            "Closure.practice",
            "Closure.first_date",
            "Closure.last_date",
        )
    },
    "agenda.AppointmentType.names": About(_FACT.nobody, schema="words"),
    "agenda.Appointment.row": _ROW,
    "agenda.Appointment.practice": _SCOPE,
    "agenda.Appointment.id": About("the appointment's own random number"),
    "agenda.Appointment.type": Holds("appointment.type"),
    "agenda.Appointment.resource": Holds("appointment.resource"),
    "agenda.Appointment.start_at": Holds("appointment.start"),
    "agenda.Appointment.minutes": Holds("appointment.type"),
    "agenda.Appointment.language": Holds("appointment.language"),
    "agenda.Appointment.status": Holds("appointment.answered"),
    "agenda.Appointment.sequence": Holds("appointment.answered"),
    "agenda.Appointment.received_at": Holds("appointment.answered"),
    "agenda.Appointment.answer_by": Holds("appointment.answered"),
    "agenda.Appointment.link_hash": Holds("appointment.link_hash"),
    "agenda.Cell.practice": _SCOPE,
    "agenda.Cell.resource": Holds("appointment.resource"),
    "agenda.Cell.cell": Holds("appointment.start"),
    "agenda.Cell.appointment": Holds("appointment.start"),
    "intake.Submission.row": _ROW,
    "intake.Submission.practice": _SCOPE,
    "intake.Submission.id": About("the submission's own random number"),
    "intake.Submission.activity": _STATE,
    "intake.Submission.version": About("which version of the form was sealed"),
    "intake.Submission.key": About("which key of the practice opens it"),
    "intake.Submission.about": Holds("questionnaire.about"),
    "intake.Submission.link_hash": Holds("appointment.link_hash"),
    "intake.Submission.received_at": Holds("appointment.answered"),
    "intake.Submission.replaced_at": _STATE,
    "intake.Submission.card": About(
        "the desk's card for its lists, sealed by the desk", schema="list-card"
    ),
    "intake.Submission.stage": _STATE,
    "intake.Submission.clock_at": _STATE,
    "intake.Submission.frozen_at": _STATE,
    "intake.Submission.held_at": _STATE,
    "intake.SealedPart.id": _ROW,
    "intake.SealedPart.practice": _SCOPE,
    "intake.SealedPart.submission": _SCOPE,
    "intake.SealedPart.part": About("core or detail"),
    "intake.SealedPart.sealed": About(
        "an envelope; what lies in it is declared by its activity's form",
        schema="envelope",
    ),
    "intake.Compromise.id": _ROW,
    "intake.Compromise.practice": _SCOPE,
    **{
        f"intake.Compromise.{name}": About("a key of the practice that others may hold")
        for name in ("key", "declared_at", "ended_at")
    },
    "intake.FreshCopy.id": _ROW,
    "intake.FreshCopy.practice": _SCOPE,
    "intake.FreshCopy.part": _SCOPE,
    "intake.FreshCopy.key": About("which key of the practice opens it"),
    "intake.FreshCopy.of": About("a digest of the sealed bytes that it replaces"),
    "intake.FreshCopy.sealed": About(
        "an envelope; what lies in it is declared by its activity's form",
        schema="envelope",
    ),
    "notices.RelayMonths.id": _ROW,
    "notices.RelayMonths.jws": About("public keys of the relay"),
    "notices.RelayMonths.months": About("public keys of the relay", schema="months"),
    "notices.RelayMonths.received_at": About("public keys of the relay"),
    "notices.Reach.id": _ROW,
    "notices.Reach.practice": _SCOPE,
    "notices.Reach.appointment": _SCOPE,
    "notices.Reach.month": About("which key of the relay opens it"),
    "notices.Reach.sealed": Holds("service-message.address", schema="reach"),
    "notices.Notice.practice": _SCOPE,
    "notices.Notice.id": About("the notice's own random number"),
    "notices.Notice.appointment": _SCOPE,
    "notices.Notice.template": Holds("service-message.template"),
    "notices.Notice.due_at": Holds("service-message.due"),
    "notices.Notice.expires_at": Holds("service-message.due"),
    **{
        f"notices.Notice.{name}": Holds("service-message.outcome")
        for name in ("state", "leased_until", "attempts", "doubts", "reason")
    },
    **{
        f"desk.{name}": Holds("desk-access.computer")
        for name in (
            "Invitation.id",
            "Invitation.practice",
            "Invitation.kind",
            "Invitation.member",
            "Invitation.code_hash",
            "Invitation.uses_left",
            "Invitation.expires_at",
            "Computer.id",
            "Computer.practice",
            "Computer.token_hash",
            "Computer.registered_at",
            "Computer.name",
            "Computer.member",
            "Computer.seen_at",
            "Used.id",
            "Used.practice",
            "Used.computer",
            "Used.member",
        )
    },
    **{
        f"desk.{name}": Holds("desk-access.second_factor")
        for name in (
            "Passkey.practice",
            "Passkey.id",
            "Passkey.member",
            "Passkey.credential",
            "Passkey.public_key",
            "Passkey.counter",
            "Passkey.name",
            "Passkey.made_at",
            "Passkey.tested_at",
            "Totp.id",
            "Totp.practice",
            "Totp.member",
            "Totp.login",
            "Totp.secret",
            "Totp.next_secret",
            "Totp.confirmed_at",
            "Totp.step",
            "Totp.failures",
            "Totp.failed_at",
            "Passed.id",
            "Passed.practice",
            "Passed.member",
            "Passed.factor",
            "Passed.token_hash",
            "Passed.expires_at",
            "Spent.id",
            "Spent.practice",
            "Spent.challenge_hash",
            "Spent.expires_at",
        )
    },
    **{
        f"desk.SetupDraft.{name}": Holds("desk-access.computer")
        for name in ("id", "practice", "member", "step", "sent", "kept_at")
    },
    "desk.SetupDraft.sealed_key": Holds("desk-access.member_sealed_key", schema="sealed-key"),
    "desk.SetupDraft.sealed": About(
        "keys made while a practice is set up, sealed to its practitioner", schema="setup-draft"
    ),
    "desk.SetupDraft.test": About("a made-up patient's request, sealed", schema="setup-draft"),
    "desk.Passkey.sealed": Holds("desk-access.member_sealed_key", schema="sealed-key"),
    **{
        f"desk.{name}": Holds("desk-access.session")
        for name in (
            "Challenge.id",
            "Challenge.practice",
            "Challenge.computer",
            "Challenge.passed",
            "Challenge.member",
            "Challenge.challenge",
            "Challenge.expires_at",
            "Session.id",
            "Session.practice",
            "Session.computer",
            "Session.factor",
            "Session.member",
            "Session.token_hash",
            "Session.started_at",
            "Session.expires_at",
        )
    },
    **{
        f"feeds.{name}": About("the number of a feed that names no patient")
        for name in (
            "Published.id",
            "Published.practice",
            "Published.number",
            "Published.digest",
            "Published.issued_at",
            "Followed.id",
            "Followed.practice",
            "Followed.number",
            "Followed.read_at",
        )
    },
    **{
        f"policies.{name}": About("a published version of the practice's policy")
        for name in (
            "Version.id",
            "Version.practice",
            "Version.number",
            "Version.effective_date",
            "Version.made_at",
            "Version.sha256",
            "Page.id",
            "Page.practice",
            "Page.version",
            "Page.language",
            "Page.sha256",
        )
    },
    "recovery.Asked.id": _ROW,
    "recovery.Asked.practice": _SCOPE,
    **{
        f"recovery.Asked.{name}": About("a number that a recovery sheet signs")
        for name in ("challenge", "expires_at")
    },
    "recovery.Copied.practice": _SCOPE,
    "recovery.Copied.at": About("when the practice last took its sealed copy"),
    "policies.Version.canonical": About("the text of the policy, public", schema="policy"),
    "policies.Page.html": About("a page of the policy, public", schema="policy-page"),
    "journal.Entry.id": _ROW,
    "journal.Entry.practice": _SCOPE,
    "journal.Entry.number": Holds("access-journal.chain"),
    "journal.Entry.at": Holds("access-journal.when"),
    "journal.Entry.who": Holds("access-journal.who"),
    "journal.Entry.act": Holds("access-journal.what"),
    "journal.Entry.what": Holds("access-journal.what"),
    "journal.Entry.purpose": Holds("access-journal.purpose"),
    "journal.Entry.instruction": Holds("access-journal.purpose"),
    "journal.Entry.previous": Holds("access-journal.chain"),
    "journal.Entry.digest": Holds("access-journal.chain"),
    "journal.Tip.practice": _SCOPE,
    "journal.Tip.number": Holds("access-journal.chain"),
    "journal.Tip.digest": Holds("access-journal.chain"),
    "journal.Head.id": _ROW,
    "journal.Head.practice": _SCOPE,
    "journal.Head.number": Holds("access-journal.chain"),
    "journal.Head.digest": Holds("access-journal.chain"),
    "journal.Head.member": Holds("access-journal.who"),
    "journal.Head.jws": Holds("access-journal.chain"),
    "journal.Head.received_at": Holds("access-journal.when"),
    "journal.SupportCode.id": _ROW,
    "journal.SupportCode.practice": _SCOPE,
    **{
        f"journal.SupportCode.{name}": About("a code for the Publisher's help; it opens no record")
        for name in ("code_hash", "until")
    },
    "instructions.Agreement.id": _ROW,
    "instructions.Agreement.practice": _SCOPE,
    "instructions.Agreement.jws": Holds("instructions.signed_by"),
    "instructions.Agreement.language": About("in which language the agreement was shown"),
    "instructions.Agreement.substance": About("a digest of what was agreed"),
    "instructions.Agreement.text": About("the agreement as it was shown; it names no patient"),
    "instructions.Agreement.received_at": Holds("instructions.signed_by"),
    "instructions.Instruction.id": _ROW,
    "instructions.Instruction.practice": _SCOPE,
    "instructions.Instruction.number": Holds("instructions.instruction"),
    "instructions.Instruction.jws": Holds("instructions.signed_by"),
    "instructions.Instruction.received_at": Holds("instructions.signed_by"),
    "instructions.Instruction.set_aside_at": Holds("instructions.instruction"),
    "handover.Departure.practice": _SCOPE,
    "handover.Departure.to": Holds("succession.act"),
    "handover.Departure.sha256": Holds("succession.passed"),
    "handover.Departure.left_at": Holds("succession.act"),
    "handover.Arrival.practice": _SCOPE,
    "handover.Arrival.sender": Holds("succession.act"),
    "handover.Arrival.sha256": Holds("succession.passed"),
    "handover.Arrival.arrived_at": Holds("succession.act"),
    **{
        f"handover.Trace.{name}": About("how long the journal of a practice was that has gone")
        for name in ("slug", "number", "digest", "left_at")
    },
}
