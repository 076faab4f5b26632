"""Nadia at the desk's page of documents: she saves one, reads one, and is told when it fails."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.stage import People


class Papers:
    """The page of documents, in one tab of the desk."""

    def __init__(self, people: People) -> None:
        desk = people.desk()
        self.page: Page = desk.page
        desk.enter("secretary")
        self.page.get_by_role("button", name="Documents", exact=True).click()
        expect(self.button()).to_be_visible()

    def button(self) -> Locator:
        return self.page.get_by_role("button", name="Text (Markdown) · Annex")


@pytest.fixture
def papers(people: People) -> Papers:
    return Papers(people)


def test_a_document_is_saved_in_the_language_that_is_chosen(papers: Papers) -> None:
    page = papers.page
    page.get_by_label("Language of the documents").select_option("de")
    with page.expect_download() as saved:
        papers.button().click()
    assert saved.value.suggested_filename == "lac-annex-de.md"
    assert saved.value.path().read_text().startswith("# ")
    expect(page.get_by_role("status").filter(has_text="lac-annex-de.md")).to_be_visible()


def test_a_paper_opens_beside_the_desk_which_stays_open(papers: Papers) -> None:
    page = papers.page
    page.get_by_label("Language of the documents").select_option("fr")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Read in a new tab").first.click()
    expect(opened.value.locator("html")).to_have_attribute("lang", "fr")
    assert opened.value.evaluate("() => window.opener") is None
    expect(papers.button()).to_be_visible()


def test_what_the_server_does_not_hand_out_is_said_and_can_be_tried_again(papers: Papers) -> None:
    page = papers.page
    page.route("**/documents/annex.markdown*", lambda route: route.abort())
    papers.button().click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was saved")).to_be_focused()
    page.unroute("**/documents/annex.markdown*")
    with page.expect_download():
        papers.button().click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was saved")).to_be_hidden()


def test_a_session_that_ended_locks_the_desk(papers: Papers) -> None:
    page = papers.page
    page.context.clear_cookies(name="session")
    papers.button().click()
    expect(page.get_by_text("The session ended on the server")).to_be_visible()
    expect(page.locator("#documents")).to_be_empty()


def test_the_way_back_leads_to_the_agenda_and_to_the_choices(papers: Papers) -> None:
    page = papers.page
    page.get_by_role("button", name="Choices", exact=True).click()
    expect(page.locator("[data-slot=form]")).to_be_visible()
    expect(papers.button()).to_be_hidden()
    page.get_by_role("button", name="Documents", exact=True).click()
    expect(papers.button()).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-slot=day-pane]")).to_be_visible()
    expect(page.get_by_role("button", name="Documents", exact=True)).to_be_focused()
