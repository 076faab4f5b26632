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
    "practices.KeyCard.id": _ROW,
    "practices.KeyCard.practice": _SCOPE,
    **{
        f"practices.KeyCard.{name}": About("public keys of the practice")
        for name in ("serial", "jws", "published_at")
    },
    "practices.KeyCard.keys": About("public keys of the practice", schema="key-ids"),
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
        )
    },
    **{
        f"desk.{name}": Holds("desk-access.session")
        for name in (
            "Challenge.id",
            "Challenge.practice",
            "Challenge.computer",
            "Challenge.member",
            "Challenge.challenge",
            "Challenge.expires_at",
            "Session.id",
            "Session.practice",
            "Session.computer",
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
    "policies.Version.canonical": About("the text of the policy, public", schema="policy"),
    "policies.Page.html": About("a page of the policy, public", schema="policy-page"),
}
