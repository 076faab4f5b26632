"""The doctor says when the host's certificate ends, sixty days before (P17)."""

import json
from datetime import date
from pathlib import Path

import pytest

from quenotte import doctor

TODAY = date(2026, 11, 23)


@pytest.mark.claim("P17")
@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("2027-01-23", None),
        ("2027-01-22", "in 60 days"),
        ("2026-11-23", "in 0 days"),
        ("2026-11-22", "ended on 2026-11-22"),
        ("soon", "names no day"),
        (None, "names no day"),
    ],
)
def test_a_certificate_s_end_is_announced(ends: str | None, said: str | None) -> None:
    faults = doctor.certificate(json.dumps({"valid_until": ends}), today=TODAY)
    assert len(faults) == (said is not None)
    assert all((said or "") in fault for fault in faults)


@pytest.mark.parametrize("hosting", ["", "[]", "{}", "no JSON"])
def test_hosting_that_cannot_be_read_is_said(hosting: str) -> None:
    assert "valid_until" in doctor.certificate(hosting, today=TODAY)[0]


class TestTheSecondPlace:
    def test_a_folder_that_is_not_there_is_said(self, tmp_path: Path) -> None:
        assert "is no folder" in doctor.second_place(str(tmp_path / "away"))[0]

    def test_one_on_the_same_disk_is_said(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QUENOTTE_DATA", str(tmp_path))
        (tmp_path / "second").mkdir()
        assert "the same disk" in doctor.second_place(str(tmp_path / "second"))[0]

    def test_one_on_another_disk_is_well(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QUENOTTE_DATA", "/proc")
        assert doctor.second_place(str(tmp_path)) == []

    def test_a_missing_setting_is_said(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("QUENOTTE_VAULT_SECOND_PLACE", raising=False)
        doctor.main()
        assert "QUENOTTE_VAULT_SECOND_PLACE is not set" in capsys.readouterr().out
