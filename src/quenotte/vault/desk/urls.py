"""The desk's calls, below /v1/desk/."""

from django.urls import path, register_converter

from quenotte.vault.desk import api, choices, documents


class Decision:
    regex = "confirm|decline"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Decision, "decision")

urlpatterns = [
    path("register", api.register),
    path("door", api.door),
    path("challenge", api.challenge),
    path("sign-in", api.sign_in),
    path("sign-out", api.sign_out),
    path("day", api.day),
    path("envelope/<slug:activity>/<uuid:id>/<slug:part>", api.envelope),
    path("card/<slug:activity>/<uuid:id>", api.card),
    path("appointment/<uuid:id>/<decision:decision>", api.decide),
    path("setup", api.setup),
    path("choices", choices.choices),
    path("documents", documents.documents),
    path("documents/<slug:name>.<slug:format>", documents.document),
]
