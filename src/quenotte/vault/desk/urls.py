"""The desk's calls, below /v1/desk/."""

from django.urls import path, register_converter

from quenotte.vault.desk import (
    api,
    choices,
    coming,
    copying,
    documents,
    joining,
    own,
    people,
    recovery,
    reencryption,
    setting_up,
)
from quenotte.vault.instructions import api as instructions
from quenotte.vault.journal import api as journal


class Decision:
    regex = "confirm|decline|cancel"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Decision, "decision")

urlpatterns = [
    path("register", api.register),
    path("door", api.door),
    path("challenge", api.challenge),
    path("passkey-door", coming.passkey_door),
    path("passkey-door/enter", coming.passkey_enter),
    path("totp-door", coming.totp_door),
    path("factors", own.factors_of),
    path("passkeys", own.add_passkey),
    path("passkeys/options", own.passkey_options),
    path("passkeys/<uuid:id>", own.passkey),
    path("totp", own.six_digits),
    path("totp/confirm", own.confirm_six_digits),
    path("sealed-key", own.sealed_key),
    path("computer", own.this_computer),
    path("sessions/<int:id>", own.own_session),
    path("sign-in", api.sign_in),
    path("sign-out", api.sign_out),
    path("mine", api.mine),
    path("day", api.day),
    path("envelope/<slug:activity>/<uuid:id>/<slug:part>", api.envelope),
    path("card/<slug:activity>/<uuid:id>", api.card),
    path("appointment/<uuid:id>/<decision:decision>", api.decide),
    path("setup", setting_up.setup),
    path("setup/draft", setting_up.draft),
    path("setup/test", setting_up.test),
    path("people", people.people),
    path("people/invite", people.invite),
    path("people/invitations/<int:id>", people.invitation),
    path("people/sessions/<int:id>", people.open_session),
    path("people/computers/<int:id>", people.computer),
    path("membership", people.membership),
    path("people/joining/<uuid:id>", people.joining),
    path("people/seat", people.seat),
    path("people/admit", people.admit),
    path("people/<uuid:id>/end", people.end),
    path("join", joining.join),
    path("forgotten", joining.forgotten),
    path("forgotten/<uuid:id>", joining.waits),
    path("turn", people.turn),
    path("compromise", reencryption.compromise),
    path("reseal", reencryption.reseal),
    path("reseal/kept", reencryption.kept),
    path("reseal/finish", reencryption.finish),
    path("choices", choices.choices),
    path("instructions", instructions.instructions),
    path("agreement", instructions.agreement),
    path("documents", documents.documents),
    path("documents/<slug:name>.<slug:format>", documents.document),
    path("journal", journal.journal),
    path("journal/links", journal.links),
    path("journal/head", journal.head),
    path("journal.csv", journal.export),
    path("support", journal.help_code),
    path("copy", copying.copy),
    path("opener", copying.offline_opener),
    path("recovery", recovery.recovery_of),
    path("recovery/prove", recovery.prove),
    path("recovery/enter", recovery.enter),
    path("sheet/proof", recovery.sheet_proof),
]
