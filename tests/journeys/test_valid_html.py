"""Every page that a server writes is valid HTML, in every language (P78)."""

import http.client
import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from quenotte.demo.run import HOST, Demo
from quenotte.register.derived import papers
from tests.register.test_annex import made as annex

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fr", "en", "de", "it")
ON_THE_SITE = ("", "privacy", "legal", "nowhere")
ON_THE_VAULT = (
    "",
    "link",
    "who",
    "privacy",
    "privacy/1",
    "privacy/1/changes",
    "privacy/999",
    "privacy/how",
)
AT_THE_DESK = ("", "setup", "recover")


def html(url: str) -> str:
    at = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", at.port, timeout=20)
    try:
        connection.request("GET", at.path, headers={"Host": at.netloc, "Accept-Language": "fr"})
        response = connection.getresponse()
        assert response.getheader("Content-Type", "").startswith("text/html"), url
        return response.read().decode()
    finally:
        connection.close()


def faults(folder: Path) -> list[str]:
    """What html-validate says against the HTML standard, as `page: rule (line)`."""
    rules, said = folder / "rules.json", folder / "said.json"  # a pipe would be cut at 64 KiB
    rules.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"]}))
    asked = [str(ROOT / "node_modules" / ".bin" / "html-validate"), "-c", str(rules)]
    subprocess.run(
        [*asked, "-f", f"json={said}", str(folder)], capture_output=True, timeout=120, check=False
    )
    return [
        f"{Path(page['filePath']).stem}: {one['message']} (line {one['line']})"
        for page in json.loads(said.read_text())
        for one in page["messages"]
    ]


@pytest.mark.claim("P78")
def test_every_page_is_valid(demo: Demo, tmp_path: Path) -> None:
    places = (
        (demo.url(HOST, "site"), ON_THE_SITE),
        (demo.url(f"rdv.{HOST}", "vault"), ON_THE_VAULT),
        (demo.url("desk.localhost", "vault"), AT_THE_DESK),
    )
    for base, paths in places:
        for language in LANGUAGES:
            for path in paths:
                name = f"{urlsplit(base).hostname}-{language}-{path.replace('/', '-')}.html"
                (tmp_path / name).write_text(html(f"{base}/{language}/{path}"))
    assert faults(tmp_path) == []


@pytest.mark.claim("P78")
def test_a_paper_is_valid(tmp_path: Path) -> None:
    (tmp_path / "annex.html").write_text(papers.html(annex()))
    assert faults(tmp_path) == []


def test_a_fault_would_be_found(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><head><title>x</title></head><body><p><div></div></p>"
    (tmp_path / "broken.html").write_text(page)
    assert faults(tmp_path) != []
