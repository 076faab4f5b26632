"""Documents are tested: what they name exists, and what exists is named."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from quenotte import cli
from quenotte.register import REGISTER

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "quenotte"
DEPLOY = ROOT / "docs" / "deploy.md"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")]
)
FOR_READERS = [path for path in DOCUMENTS if path.parent.name != "adr"]
SETTING = re.compile(r"QUENOTTE_[A-Z_]*[A-Z]")
OF_EACH_PLANE = re.compile(r"QUENOTTE_\{[^}]*\}_([A-Z_]*[A-Z])")
PLANES = ("SITE", "VAULT", "RELAY")
MOST_PICTURE_BYTES = 200 * 1024


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def by_name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def settings_of_the_program() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        source = text(path)
        found |= set(SETTING.findall(source))
        found |= {
            f"QUENOTTE_{plane}_{rest}" for rest in OF_EACH_PLANE.findall(source) for plane in PLANES
        }
    return found


def test_every_setting_stands_in_deploy_md_and_no_other() -> None:
    assert set(SETTING.findall(text(DEPLOY))) == settings_of_the_program()


@pytest.mark.parametrize("path", sorted((ROOT / "deploy").glob("*.env.example")), ids=by_name)
def test_an_example_sets_only_what_exists(path: Path) -> None:
    assert set(SETTING.findall(text(path))) <= settings_of_the_program()


def commands() -> Iterator[str]:
    """Every subcommand, and what stands below it: `practice new`."""
    for action in cli._parser()._actions:
        for name, below in (getattr(action, "choices", None) or {}).items():
            yield name
            for inner in below._actions:
                if inner.nargs is not None and isinstance(inner.choices, dict):
                    yield from (f"{name} {each}" for each in inner.choices)


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_named_in_a_document(command: str) -> None:
    said = "\n".join(text(path) for path in FOR_READERS)
    assert re.search(rf"quenotte {command}\b", said)


def shell_lines(path: Path) -> Iterator[str]:
    for block in re.findall(r"^```sh\n(.*?)^```", text(path), re.M | re.S):
        yield from block.splitlines()


def commands_to_type() -> Iterator[str]:
    for path in FOR_READERS:
        yield from (line for line in shell_lines(path) if line.startswith("quenotte "))
    for unit in sorted((ROOT / "deploy" / "systemd").glob("*.service")):
        yield from re.findall(r"^Exec\w+=\S*/(quenotte .*)$", text(unit), re.M)


@pytest.mark.parametrize("line", sorted(set(commands_to_type())))
def test_a_command_that_a_document_tells_us_to_type_is_understood(line: str) -> None:
    cli._parser().parse_args(shlex.split(line, comments=True)[1:])


@pytest.mark.parametrize("key", sorted(REGISTER))
def test_every_activity_is_named_in_the_tour_or_the_glossary(key: str) -> None:
    assert f"`{key}`" in text(ROOT / "docs" / "tour.md") + text(ROOT / "docs" / "glossary.md")


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_every_link_leads_somewhere(path: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", text(path), flags=re.M | re.S)
    targets = re.findall(r"\]\(([^)\s]+)\)", prose) + re.findall(r'src="([^"]+)"', prose)
    own = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in own if target and not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_every_make_target_that_a_document_names_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", text(ROOT / "Makefile"), re.M))
    named = re.findall(r"`make ([a-z]+)`", text(path))
    for line in shell_lines(path):
        named += re.findall(r"^make ([a-z]+)", line)
    assert set(named) <= targets


def test_the_readme_shows_the_two_commands() -> None:
    typed = "\n".join(shell_lines(ROOT / "README.md"))
    assert "make demo" in typed
    assert "make test" in typed


@pytest.mark.parametrize("name", ["tour.md", "threat-model.md", "glossary.md"])
def test_every_file_that_a_document_names_exists(name: str) -> None:
    named = re.findall(r"`([\w./-]+\.(?:py|ts|html|css|json))`", text(ROOT / "docs" / name))
    gone = [path for path in named if not ((SOURCE / path).exists() or (ROOT / path).exists())]
    assert gone == []


def test_who_can_see_what_is_what_the_register_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Printed anew by `quenotte register who`."""
    cli.main(["register", "who"])
    assert f"```\n{capsys.readouterr().out}```\n" in text(ROOT / "docs" / "who-can-see-what.md")


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "pictures").glob("*.png")), ids=by_name)
def test_a_picture_is_light_and_shown(path: Path) -> None:
    assert path.stat().st_size <= MOST_PICTURE_BYTES
    assert f"pictures/{path.name}" in "\n".join(text(document) for document in FOR_READERS)


def test_a_decision_has_its_own_number() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_the_licence_is_the_one_that_the_packages_name() -> None:
    assert text(ROOT / "LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert 'license = "EUPL-1.2"' in text(ROOT / "pyproject.toml")
    assert '"license": "EUPL-1.2"' in text(ROOT / "package.json")
