"""The gate names each fault, and where to put it right."""

import copy
from dataclasses import replace

import pytest

from quenotte.base.declared import Column
from quenotte.register import REGISTER, gate
from quenotte.register.gate import About, Binding, Holds, Undeclared

NAME = Column("intake.Submission.name")
BYTES = replace(NAME, opaque=True, binary=True)
NAMED: dict[str, Binding] = {NAME.name: About("a reason of three words")}
TAG = Column("taggit.Tag.slug", module="taggit.models")


def said(*columns: Column, **changed: object) -> str:
    """What the gate refuses with; empty when it lets through."""
    asked = {"bindings": NAMED, "register": REGISTER, "where": "quenotte/vault/holds.py"} | changed
    try:
        gate.check(fields=columns, **asked)  # type: ignore[arg-type]
    except Undeclared as fault:
        return str(fault)
    return ""


def test_what_is_declared_passes() -> None:
    assert said(NAME) == ""


def test_the_refusal_says_where_to_declare() -> None:
    assert said(NAME, Column("a.B.c")) == (
        "a.B.c is stored but not declared. Declare it in quenotte/vault/holds.py, or in the register."
    )


def test_every_fault_is_named_at_once() -> None:
    refusal = said(Column("a.B.c"), Column("a.B.d"))
    for fault in ("a.B.c is stored", "a.B.d is stored", f"{NAME.name} is declared but no longer"):
        assert fault in refusal


@pytest.mark.parametrize(
    ("binding", "fault"),
    [
        (
            Holds("appointment.shoe_size"),
            "holds appointment.shoe_size, which the register does not",
        ),
        (Holds("shoe.size"), "holds shoe.size, which the register does not know"),
        (About(" "), "does not say why it is about nobody"),
        (About("x"), "does not say why it is about nobody"),
        (About("no patient"), "does not say why it is about nobody"),
        (About("a reason of ours", schema="whatever"), "names the schema whatever, which"),
    ],
)
def test_a_binding_says_something_true(binding: Binding, fault: str) -> None:
    assert f"{NAME.name} {fault}" in said(NAME, bindings={NAME.name: binding})


FIRST_ANSWER = f"questionnaire.{REGISTER['questionnaire'].asked[0].name}"


@pytest.mark.claim("P13b")
@pytest.mark.parametrize("datum", [FIRST_ANSWER, "appointment.message", "desk-access.grant"])
@pytest.mark.parametrize("schema", ["", "public-card", "page"])
def test_a_sealed_datum_in_a_clear_column_is_refused(datum: str, schema: str) -> None:
    for column in (NAME, replace(NAME, opaque=True), BYTES):
        assert f"{NAME.name} holds {datum}: a sealed datum in a clear column" in said(
            column, bindings={NAME.name: Holds(datum, schema)}
        )


@pytest.mark.claim("P13b")
def test_a_column_that_only_says_that_it_is_sealed_is_refused() -> None:
    for column in (NAME, replace(NAME, opaque=True)):
        for binding in (Holds(FIRST_ANSWER, "envelope"), About("a reason of ours", "envelope")):
            assert f"{NAME.name} names the schema envelope, and is no column of bytes" in said(
                column, bindings={NAME.name: binding}
            )


def test_an_answer_lies_in_an_envelope_and_in_no_grant() -> None:
    bindings = {NAME.name: Holds(FIRST_ANSWER, "envelope")}
    assert said(BYTES, bindings=bindings) == ""
    assert "in a clear column" in said(BYTES, bindings={NAME.name: Holds(FIRST_ANSWER, "grant")})
    assert said(BYTES, bindings={NAME.name: Holds("desk-access.grant", "grant")}) == ""


@pytest.mark.parametrize("binding", [Holds("appointment.type"), About("a reason of ours")])
def test_json_bytes_and_files_name_their_schema(binding: Binding) -> None:
    opaque = replace(NAME, opaque=True)
    assert f"{NAME.name} is JSON, bytes or a file" in said(opaque, bindings={NAME.name: binding})
    named = replace(binding, schema="public-card")
    assert said(opaque, bindings={NAME.name: named}) == ""


class TestThirdParty:
    """Other people's models are exempted one by one, each with its reason."""

    def test_what_nobody_exempted_is_refused_with_its_module(self) -> None:
        assert "taggit.Tag.slug is stored by taggit.models, which THIRD_PARTY" in said(NAME, TAG)

    def test_the_model_is_exempted_with_a_reason(self) -> None:
        assert said(NAME, TAG, third_party={"taggit.Tag": "words of an article"}) == ""
        assert "taggit.Tag stands in THIRD_PARTY without a reason" in said(
            NAME, TAG, third_party={"taggit.Tag": " "}
        )

    @pytest.mark.parametrize("model", ["taggit.*", "taggit", "gone.Model", "intake.Submission"])
    def test_no_app_no_stranger_and_none_of_ours_is(self, model: str) -> None:
        refusal = said(NAME, TAG, third_party={"taggit.Tag": "words", model: "why"})
        assert f"{model} stands in THIRD_PARTY but is no model of another's" in refusal

    def test_a_module_that_only_begins_like_ours_is_another_s(self) -> None:
        assert "which THIRD_PARTY" in said(NAME, replace(TAG, module="quenottely.models"))


class TestIncomplete:
    """The register itself is checked: an activity can lack what its constructor lets pass."""

    @pytest.mark.parametrize("lacking", ["title", "purpose", "basis_words", "service"])
    def test_an_activity_says_all_of_itself(self, lacking: str) -> None:
        bare = copy.copy(REGISTER["appointment"])
        object.__setattr__(bare, lacking, " ")
        refusal = said(NAME, register={"appointment": bare})
        assert f"the activity appointment does not say its {lacking.replace('_', ' ')}" in refusal

    def test_an_activity_declares_a_datum(self) -> None:
        bare = replace(REGISTER["service-message"], data=())
        refusal = said(NAME, register={"service-message": bare})
        assert "the activity service-message declares no datum" in refusal

    def test_an_activity_stands_under_its_own_key(self) -> None:
        refusal = said(NAME, register={"visit": REGISTER["appointment"]})
        assert "the activity appointment stands in the register as visit" in refusal
