"""Nobody receives anything of whom the practices were not told before (P36)."""

import json
from typing import Any

import pytest

from quenotte.register.keep import Undeclarable
from quenotte.register.recipients import read

POST = {
    "role": "carriers",
    "legal_name": "Facteur SA",
    "country": "CH",
    "contract": "C-2",
    "since": "2026-12-01",
    "told": "2026-11-01",
    "hosts": ["mail.example"],
}


def written(**changed: Any) -> str:
    """One entry after a good one; None leaves a field out."""
    entry = {name: each for name, each in (POST | changed).items() if each is not None}
    return json.dumps([POST, entry])


@pytest.mark.parametrize("told", ["2026-11-01", "2026-12-01"])
def test_whom_the_practices_were_told_of_is_read(told: str) -> None:
    first, second = read(written(told=told))
    assert (first.legal_name, first.hosts) == ("Facteur SA", ("mail.example",))
    assert second.told is not None
    assert second.told.isoformat() == told
    assert read("[]") == ()


@pytest.mark.claim("P36")
@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param(None, r"QUENOTTE_RECIPIENTS\[1\]\.told must be a day", id="missing"),
        pytest.param("", r"QUENOTTE_RECIPIENTS\[1\]\.told must be a day", id="empty"),
        pytest.param("soon", r"QUENOTTE_RECIPIENTS\[1\]\.told must be a day", id="no-day"),
        pytest.param(20261101, r"QUENOTTE_RECIPIENTS\[1\]\.told must be a day", id="number"),
        pytest.param("2026-12-02", r"QUENOTTE_RECIPIENTS\[1\]\.told: practices", id="too-late"),
    ],
)
def test_whom_nobody_was_told_of_is_refused_by_entry_and_field(told: object, said: str) -> None:
    with pytest.raises(Undeclarable, match=said):
        read(written(told=told))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"legal_name": 7}, "legal_name must be words"),
        ({"since": None}, "since must be a day"),
        ({"hosts": "mail.example"}, "hosts must be a list"),
        ({"hosts": [7]}, "hosts must be a list"),
        ({"colour": "red"}, "colour is not known"),
    ],
)
def test_what_cannot_be_read_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Undeclarable, match=rf"QUENOTTE_RECIPIENTS\[1\]\.{field}"):
        read(written(**changed))


@pytest.mark.parametrize("text", ["", "{}", "[", "null", '["Facteur SA"]'])
def test_what_is_no_list_of_objects_is_refused(text: str) -> None:
    with pytest.raises(Undeclarable, match=r"QUENOTTE_RECIPIENTS.* must be a"):
        read(text)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role": "friend"}, "knows no role 'friend'"),
        ({"contract": " "}, "needs its legal name and its contract"),
        ({"country": "US"}, "no recipient in 'US'"),
    ],
)
def test_a_firm_without_a_role_a_contract_or_an_allowed_country_is_none(
    changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(Undeclarable, match=said):
        read(written(**changed))
