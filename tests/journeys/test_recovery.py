"""From one sheet alone every envelope opens again: at the desk, from the copy, and from a backup."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from quenotte.demo.run import Demo, running
from tests.journeys.chromium import visitor
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.patient import Lea, Patient
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

MOST_ACTIONS = 12
ALL_OPEN_MS = 60_000


class Hands:
    """Somebody with a sheet of paper: what they do is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def types(self, field: Locator, text: str) -> None:
        self.actions += 1
        field.fill(text)

    def clicks(self, at: Locator) -> None:
        self.actions += 1
        at.click()

    def label(self, name: str) -> Locator:
        return self.page.get_by_label(name, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


def groups_of(demo: Demo) -> str:
    """The sheet as it is typed from paper."""
    return " ".join(group["group"] for group in demo.bundle["sheet_groups"])


def recovers(hands: Hands, demo: Demo) -> str:
    """A practitioner comes back on a machine that nobody knows. Their new passphrase."""
    page = hands.page
    page.goto(f"{demo.url('desk.localhost', 'vault')}/en/recover")
    hands.types(hands.label("Name of the practice, as it stands on the sheet"), "lac")
    hands.types(hands.label("The twelve groups of the sheet"), groups_of(demo))
    hands.clicks(hands.button("Continue"))
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible(timeout=OPENING_MS)
    hands.clicks(hands.button("Make a new key"))
    words = " ".join(page.locator("#six-words li").all_inner_texts())
    hands.clicks(hands.button("I have written them down"))
    hands.types(hands.label("Type the six words from your paper"), words)
    hands.clicks(page.locator("#words-back button[type=submit]"))
    expect(page.get_by_role("heading", name="You are back")).to_be_visible(timeout=OPENING_MS)
    return words


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Of this module's own: every envelope in it was made by a patient, and none was tampered with."""
    with running(folder=None, port=0) as one:
        yield one


@pytest.fixture(scope="module", autouse=True)
def asked(browser: Browser, demo: Demo) -> None:
    """Two patients, one of them with a questionnaire."""
    for surname in ("Rochat", "Bovet"):
        with visitor(browser) as (context, _):
            patient = Patient(context.new_page(), demo)
            patient.book(Lea(surname=surname), later=True)
            if surname == "Rochat":
                patient.fill_questionnaire({"heart": "Yes", "treatments": "Bisoprolol 5 mg"})


@pytest.fixture
def clean(browser: Browser, demo: Demo, rows: VaultRows) -> Iterator[None]:
    """The demo's practitioner has the keys of its bundle again afterwards."""
    people = ("practices_member", "practices_grant", "practices_roster", "practices_admission")
    # Whoever signed the journal since says how many rosters there were: a desk opens no older one.
    tables = (*people, "journal_entry", "journal_head", "journal_tip")
    with rows._open() as held:
        kept = {name: held.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    yield
    with rows._open() as held:
        for table in ("desk_session", "desk_challenge"):
            held.execute(f"DELETE FROM {table}")
        for name in reversed(tables):
            held.execute(f"DELETE FROM {name}")
        for name in tables:
            for row in kept[name]:
                held.execute(f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", row)


@pytest.mark.claim("P12c")
def test_on_a_new_machine_every_envelope_opens_after_twelve_actions_at_most(
    people: People, demo: Demo, rows: VaultRows, clean: None
) -> None:
    page = people.computer().new_page()
    hands = Hands(page)
    words = recovers(hands, demo)
    with page.expect_response("**/v1/desk/sign-in") as signed_in:
        hands.clicks(page.get_by_role("link", name="To the desk"))
        hands.clicks(page.get_by_role("radio", name=Desk(page, demo).member()["name"]))
        hands.types(hands.label("Passphrase"), words)
        hands.clicks(hands.button("Open the desk"))
    expect(hands.button("Close completely")).to_be_visible(timeout=OPENING_MS)
    assert hands.actions <= MOST_ACTIONS
    said = page.locator("#came-back")
    expect(said).to_contain_text("came back with the recovery sheet")
    said.get_by_role("button", name="I know of it").click()
    expect(said).to_be_hidden()
    held = {grant["key"] for grant in signed_in.value.json()["practices"][0]["grants"]}
    needed = {key for (key,) in rows.all("select distinct key from intake_submission")}
    assert needed
    assert needed <= held
    requests = page.locator("[data-slot=requests] button")
    expect(requests.first).to_be_visible()
    for at in range(requests.count()):
        requests.nth(at).click()
        expect(page.locator("[data-slot=detail] h2")).not_to_have_text("", timeout=OPENING_MS)
    expect(page.locator("[data-slot=refused]:visible")).to_have_count(0)


@pytest.mark.claim("P12c")
def test_nothing_of_the_sheet_leaves_the_page(people: People, demo: Demo, clean: None) -> None:
    page = people.computer().new_page()
    words = recovers(Hands(page), demo)
    root = demo.bundle["root"].removeprefix("AGE-SECRET-KEY-PQ-1").encode()
    (traffic,) = people.traffic
    for request in traffic.sent():
        for secret in (root, root[:20], words.encode(), words.split()[0].encode() + b" "):
            assert secret not in request.whole, request.url


def test_a_successor_comes_with_the_sheet(people: People, demo: Demo, clean: None) -> None:
    page = people.computer().new_page()
    page.goto(f"{demo.url('desk.localhost', 'vault')}/en/recover")
    page.get_by_label("Name of the practice, as it stands on the sheet").fill("lac")
    page.get_by_label("The twelve groups of the sheet").fill(groups_of(demo))
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("radio", name="I am somebody else").check(timeout=OPENING_MS)
    page.get_by_role("button", name="Make a new key").click()
    expect(page.get_by_text("Write your name.")).to_be_visible()
    page.get_by_label("Your name, as colleagues see it").fill("Dr Jean Neuf")
    page.get_by_role("button", name="Make a new key").click()
    words = " ".join(page.locator("#six-words li").all_inner_texts())
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_label("Type the six words from your paper").fill(words)
    page.locator("#words-back button[type=submit]").click()
    expect(page.get_by_role("heading", name="You are back")).to_be_visible(timeout=OPENING_MS)
    expect(page.get_by_text("end your predecessor's place")).to_be_visible()
    page.get_by_role("link", name="To the desk").click()
    page.get_by_role("radio", name="Dr Jean Neuf").check()
    page.get_by_label("Passphrase", exact=True).fill(words)
    page.get_by_role("button", name="Open the desk").click()
    expect(page.locator("#member-name")).to_have_text("Dr Jean Neuf", timeout=OPENING_MS)


class TestWrongSheets:
    @pytest.fixture
    def page(self, people: People, demo: Demo) -> Page:
        page = people.computer().new_page()
        page.goto(f"{demo.url('desk.localhost', 'vault')}/en/recover")
        return page

    def tries(self, page: Page, sheet: str, practice: str = "lac") -> None:
        page.get_by_label("Name of the practice, as it stands on the sheet").fill(practice)
        page.get_by_label("The twelve groups of the sheet").fill(sheet)
        page.get_by_role("button", name="Continue", exact=True).click()

    def test_of_another_practice(self, page: Page) -> None:
        keys = json.loads((Path(__file__).parents[1] / "vectors" / "keys.json").read_text())
        self.tries(page, " ".join(each["group"] for each in keys["sheet_groups"]["groups"]))
        expect(page.get_by_text("does not belong to this practice")).to_be_visible(
            timeout=OPENING_MS
        )

    def test_half_a_sheet(self, page: Page, demo: Demo) -> None:
        self.tries(page, " ".join(groups_of(demo).split()[:6]))
        expect(page.get_by_text("those from group 7 on are missing")).to_be_visible()

    def test_a_slip_of_one_sign(self, page: Page, demo: Demo) -> None:
        first, *others = groups_of(demo).split()
        slipped = ("Q" if first[0] != "Q" else "P") + first[1:]
        self.tries(page, " ".join([slipped, *others]))
        expect(page.get_by_text("Together the groups are no key")).to_be_visible()

    def test_an_unknown_practice(self, page: Page, demo: Demo) -> None:
        self.tries(page, groups_of(demo), practice="nobody")
        expect(page.get_by_text("Nothing opens with this")).to_be_visible()

    def test_the_words_beside_the_groups_are_those_on_paper(self, page: Page, demo: Demo) -> None:
        page.get_by_label("Language of the words on the sheet").select_option("fr")
        page.get_by_label("The twelve groups of the sheet").fill(groups_of(demo))
        said = page.locator("[data-part=sheet-groups] li").all_inner_texts()
        for number, (line, each) in enumerate(zip(said, demo.bundle["sheet_groups"], strict=True)):
            assert line.split() == [str(number + 1), each["group"], each["word"]]


@pytest.fixture
def saved(people: People, desk: Desk, tmp_path: Path) -> dict[str, Path]:
    """What a practitioner saves at the desk: the copy and the opener."""
    desk.enter()
    page = desk.page
    page.get_by_role("button", name="Recovery", exact=True).click()
    found = {}
    with page.expect_download() as copy:
        page.get_by_role("button", name="Take a copy").click()
    with page.expect_download() as opener:
        page.get_by_role("link", name="Save the opener").click()
    expect(page.get_by_text("Handed to this browser:")).to_contain_text("whole, with")
    for name, download in (("copy", copy.value), ("opener", opener.value)):
        found[name] = tmp_path / download.suggested_filename
        download.save_as(found[name])
    return found


@pytest.mark.claim("P12c")
def test_the_copy_opens_offline_with_the_opener_and_the_sheet_alone(
    browser: Browser, demo: Demo, rows: VaultRows, saved: dict[str, Path]
) -> None:
    with visitor(browser, offline=True) as (context, traffic):
        page = context.new_page()
        page.goto(saved["opener"].as_uri())
        page.get_by_label("Choose the copy").set_input_files(saved["copy"])
        expect(page.get_by_text("The copy is whole")).to_be_visible()
        opens_everything(page, demo, rows)
        with page.expect_download() as table:
            page.get_by_role("button", name="Table (CSV)").click()
        name = page.locator("#records button b").first.inner_text()
        assert name in table.value.path().read_text(encoding="utf-8")
        assert traffic.complaints == []
        assert {each.url.split(":")[0] for each in traffic.requests} <= {"file", "blob"}


def test_a_copy_that_does_not_arrive_whole_is_not_saved(desk: Desk) -> None:
    def cut(route: Route) -> None:
        body = '{"v":1,"kind":"quenotte-copy"}\n{"end":0,"sha256":"' + "0" * 64 + '"}\n'
        name = {"Content-Disposition": 'attachment; filename="lac.quenotte-copy"'}
        route.fulfill(status=200, body=body, headers=name)

    desk.enter()
    page = desk.page
    page.route("**/v1/desk/copy?*", cut)
    saved: list[Any] = []

    def keep(download: Any) -> None:
        saved.append(download)

    page.on("download", keep)
    page.get_by_role("button", name="Recovery", exact=True).click()
    page.get_by_role("button", name="Take a copy").click()
    expect(page.get_by_text("The copy did not arrive whole")).to_be_visible()
    assert saved == []


@pytest.mark.claim("P12c")
def test_a_backup_file_opens_with_the_sheet_alone(
    browser: Browser, demo: Demo, rows: VaultRows, tmp_path: Path
) -> None:
    backup = tmp_path / "monday.backup"
    environment = {
        "QUENOTTE_DATA": str(demo.folder),
        "QUENOTTE_VAULT_DATABASE": f"sqlite:///{demo.folder / 'vault.sqlite3'}",
        "PYTHONPATH": "src",
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "quenotte.cli"]
    subprocess.run([*command, "backup", str(backup)], check=True, env=environment)
    with served([*command, "open", str(backup)]) as address, visitor(browser) as (context, traffic):
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Cabinet dentaire du Lac").click()
        opens_everything(page, demo, rows)
        assert traffic.complaints == []
        assert traffic.hosts() == {address.removeprefix("http://").rstrip("/")}


def opens_everything(page: Page, demo: Demo, rows: VaultRows) -> None:
    page.get_by_label("The twelve groups of the sheet").fill(groups_of(demo))
    page.get_by_role("button", name="Open the copy").click()
    count = rows.one(
        "select count(*) from intake_sealedpart join intake_submission"
        " on intake_submission.row = submission_id where replaced_at is null"
    )
    assert count > 0
    said = page.get_by_text(f"{count} envelopes opened")
    expect(said).to_be_visible(timeout=ALL_OPEN_MS)
    expect(page.locator("#reading-state")).to_be_hidden()


@contextmanager
def served(command: list[str]) -> Iterator[str]:
    environment: dict[str, Any] = {"PYTHONPATH": "src", "PATH": os.environ["PATH"]}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert running.stdout is not None
    try:
        yield next(word for word in running.stdout.readline().split() if "://" in word)
    finally:
        running.send_signal(signal.SIGINT)
        running.stdout.close()
        assert running.wait(10) == 0


def test_the_yearly_proof_is_reminded_of_and_made(
    people: People, desk: Desk, demo: Demo, rows: VaultRows
) -> None:
    rows.change("update practices_practice set proved_at = datetime('now', '-340 days')")
    desk.enter()
    page = desk.page
    expect(page.locator("#recovery-due")).to_contain_text("prove that it still can be")
    page.get_by_role("button", name="Open “Recovery”").click()
    expect(page.get_by_text("The yearly proof is due.")).to_be_visible()
    page.get_by_label("The twelve groups of the sheet").fill(groups_of(demo))
    page.get_by_role("button", name="Prove this sheet").click()
    expect(page.get_by_text("Proven: this sheet opens every key")).to_be_visible(timeout=OPENING_MS)
    expect(page.get_by_text("The yearly proof is due.")).to_be_hidden()


def test_the_others_at_the_desk_are_sent_to_the_practitioner(desk: Desk) -> None:
    desk.enter("secretary")
    expect(desk.page.locator("#recovery-due")).to_be_hidden()
    desk.page.get_by_role("button", name="Recovery", exact=True).click()
    expect(desk.page.get_by_text("The practitioner looks after the copy")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Take a copy")).to_be_hidden()
