"""The page "how this is kept" shows every claim as it stands, and what is unknown as unknown."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from quenotte.base import evidence
from quenotte.register.claims import BUILT, CLAIMS
from quenotte.register.claims.probes import PROBES
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Clock

pytestmark = pytest.mark.usefixtures("spoken_for")

PATH = "/en/privacy/how"
type Ran = Callable[..., None]


@pytest.fixture
def visitor(mast: Practice, clock: Clock) -> Client:
    return Client(headers={"Host": mast.host}, raise_request_exception=False)


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A run of all tests of this tree, as claims.json tells of it."""

    def write(**claims: dict[str, list[str]]) -> None:
        said = {
            "tree": evidence.tree(),
            "commit": "0123456789abcdef",
            "at": "2026-11-22T23:30:00Z",
            "claims": claims,
        }
        (tmp_path / "claims.json").write_text(json.dumps(said))
        monkeypatch.setenv("QUENOTTE_CLAIMS", str(tmp_path / "claims.json"))
        evidence.run.cache_clear()

    yield write
    evidence.run.cache_clear()


def shown(visitor: Client, path: str = PATH) -> dict[str, str]:
    """Claim → what stands beside it, in words."""
    html = visitor.get(path).content.decode()
    found = {}
    for block in html.split('data-claim="')[1:]:
        claim, _, rest = block.partition('"')
        words = re.sub(r"<[^>]*>", " ", rest.partition("</div>")[0].partition(">")[2])
        found[claim] = re.sub(r"\s+", " ", words).strip()
    return found


def probe(visitor: Client, key: str) -> str:
    html = visitor.get(PATH).content.decode().split(f'data-probe="{key}"')[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html.partition("</div>")[0]))


@pytest.mark.claim("P77")
def test_every_claim_stands_there_and_none_is_proven_without_a_run(visitor: Client) -> None:
    seen = shown(visitor)
    assert set(seen) == set(CLAIMS)
    for claim, words in seen.items():
        assert ("Not built yet" in words) is (claim not in BUILT)
        assert ("Not verified here" in words) is (claim in BUILT)
        assert "%(" not in words
    assert "No test result of exactly this version" in visitor.get(PATH).content.decode()


@pytest.mark.claim("P77")
def test_a_run_of_this_tree_is_shown_with_its_time_and_its_tests(visitor: Client, ran: Ran) -> None:
    ran(P11={"passed": ["a", "b"]}, P15={"passed": ["c"], "failed": ["d"]}, P47={"passed": ["e"]})
    seen = shown(visitor)
    assert "Proven P11 2 tests" in seen["P11"]
    assert "Failing P15 2 tests" in seen["P15"]
    assert "Not built yet P47 Missing: the run that erases." in seen["P47"]
    html = visitor.get(PATH).content.decode().replace("\xa0", " ")
    assert "23 November 2026, 00:30" in html  # by the practice's clock
    assert "0123456789ab" in html
    assert "Proven" in shown(visitor, "/en/privacy")["P11"]
    assert "Failing" in shown(visitor, "/en/privacy")["P15"]


@pytest.mark.claim("P77")
def test_what_nobody_has_looked_at_is_unknown(visitor: Client) -> None:
    for key in PROBES:
        assert "Unknown" in probe(visitor, key)


@pytest.mark.claim("P17c")
def test_a_certificate_that_ended_turns_its_sentences_red(
    visitor: Client, ran: Ran, settings: Any
) -> None:
    ran(P17b={"passed": ["a"]}, P17c={"passed": ["b"]})
    ends = NOW.date()
    for day, state in ((ends, "Proven"), (ends - timedelta(days=1), "Failing")):
        settings.HOSTING = {"certificate": "HDS-0001", "valid_until": day.isoformat()}
        seen = shown(visitor)
        assert state in seen["P17b"]
        assert state in seen["P17c"]
        assert ("Past" in probe(visitor, "certificate")) is (state == "Failing")
        assert "read on 23 November 2026" in probe(visitor, "certificate").replace("\xa0", " ")


def test_a_sentence_that_this_policy_says_stands_as_it_says_it(visitor: Client) -> None:
    seen = shown(visitor)
    assert "The program holds your address while it answers" in seen["P55"]
    assert "This policy does not say it at present" in seen["P24"]
    assert "This policy does not say it at present" not in seen["P15"]


def test_the_policy_leads_there_and_back(visitor: Client) -> None:
    assert f'href="{PATH}"' in visitor.get("/en/privacy").content.decode()
    assert 'href="/en/privacy"' in visitor.get(PATH).content.decode()


@pytest.mark.parametrize("language", ["fr", "de", "it"])
def test_it_can_be_read_in_each_language(visitor: Client, language: str) -> None:
    assert set(shown(visitor, f"/{language}/privacy/how")) == set(CLAIMS)
