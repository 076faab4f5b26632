"""What a page may do, and whom our servers call, follows from what is declared; nothing more is open."""

from dataclasses import replace

import pytest

from quenotte.register import REGISTER, offered
from quenotte.register.derived.headers import NOBODY, SELF, Page, line, policy, printed
from quenotte.register.model import Plane

ON = offered(REGISTER)
SCRIPTED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types "
)
AS_SENT = {
    Page.SITE: SCRIPTED.replace("script-src 'self'", "script-src 'none'") + "'none'",
    Page.PATIENT: SCRIPTED + "'none'",
    Page.DESK: SCRIPTED + "quenotte-worker; worker-src 'self'",
}


@pytest.mark.parametrize("page", Page)
def test_each_kind_of_page_is_sent_with_just_this(page: Page) -> None:
    assert line(policy(page, ON)) == AS_SENT[page]


@pytest.mark.claim("P38c")
@pytest.mark.parametrize("page", Page)
def test_a_page_speaks_to_its_own_host_alone(page: Page) -> None:
    sources = {each for said in policy(page, REGISTER).values() for each in said}
    assert sources <= {NOBODY, SELF, "'script'", "quenotte-worker"}


def test_a_script_runs_where_something_is_asked_or_opened_and_nowhere_else() -> None:
    nothing = {key: replace(one, form=False) for key, one in ON.items()}
    assert policy(Page.PATIENT, nothing)["script-src"] == [NOBODY]
    unsealed = {
        key: replace(one, data=tuple(each for each in one.data if each.seal is None), form=False)
        for key, one in ON.items()
    }
    assert policy(Page.DESK, nothing)["worker-src"] == [SELF]
    assert "worker-src" not in policy(Page.DESK, unsealed)
    asking = next(replace(one, plane=Plane.SITE) for one in ON.values() if one.key == "appointment")
    assert policy(Page.SITE, {"appointment": asking})["script-src"] == [SELF]


def test_the_command_prints_every_page_and_every_plane() -> None:
    said = printed(ON)
    assert all(f"{page}\n  {AS_SENT[page]}" in said for page in Page)
    assert "relay calls\n  QUENOTTE_VAULT_INTERNAL_URL\n  QUENOTTE_SMTP" in said
    assert "QUENOTTE_SMTP, this machine or the `hosts` of carriers" in said
