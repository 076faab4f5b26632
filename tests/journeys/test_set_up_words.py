"""Six words drawn by chance, or a passphrase of one's own that is strong enough."""

from playwright.sync_api import Page, expect

from quenotte.demo.run import Demo
from tests.journeys.desk import OPENING_MS
from tests.journeys.invitation import SetUp, invited
from tests.journeys.stage import People

STRONG = "girafe parapluie volcan moutarde"


def choose(page: Page, typed: str, again: str | None = None) -> None:
    page.get_by_label("Your own passphrase").fill(typed)
    page.get_by_label("The same once more").fill(typed if again is None else again)
    page.get_by_role("button", name="Take this passphrase").click()


def test_mistyped_words_are_told_apart_and_stay(people: People, demo: Demo) -> None:
    one = SetUp(people.computer().new_page())
    one.begin(invited(demo, "typist"))
    items = one.page.locator("#six-words li")
    expect(items).to_have_count(6)
    words = items.all_inner_texts()
    one.press("I have written them down")
    expect(items).to_have_count(0)
    field, error = (
        one.page.get_by_label("Type the six words"),
        one.page.locator("#typed-words-error"),
    )
    for typed, said in (
        (words[:5], "These are 5 words; the passphrase has six."),
        ([*words[:3], "something", *words[4:]], "Word 4 is another one."),
    ):
        field.fill(" ".join(typed))
        one.press("Continue")
        expect(error).to_contain_text(said)
        expect(field).to_be_focused()
        expect(field).to_have_value(" ".join(typed))
    one.press("Show the words again")
    assert items.all_inner_texts() == words
    one.press("I have written them down")
    field.fill("-".join(words).upper())
    one.press("Continue")
    one.expect_at("Two recovery sheets")


def test_a_weak_passphrase_of_one_s_own_is_refused_with_what_to_do(
    people: People, demo: Demo
) -> None:
    one = SetUp(people.computer().new_page())
    page = one.page
    link = invited(demo, "chooser")
    one.begin(link)
    fetched = [sent.url for sent in people.traffic[0].sent()]
    assert not any("/static/strength." in url for url in fetched)  # nobody needs its lists yet
    one.press("Choose my own")
    error, strength = page.locator("#own-error"), page.locator("#own-said")
    for weak in ("chooser 2026", "bonjour tout le monde", "azertyuiop123456"):
        choose(page, weak)
        expect(error).to_contain_text("too easy to guess. Add a word")
        expect(strength).to_contain_text("Too weak")
        expect(page.get_by_label("Your own passphrase")).to_be_focused()
    choose(page, STRONG, STRONG + "s")
    expect(strength).to_contain_text("Strong: guessing it takes")
    expect(error).to_be_hidden()
    expect(page.locator("#own-again-error")).to_contain_text("not the same")
    choose(page, STRONG)
    one.expect_at("Two recovery sheets")
    one.resume(link, STRONG)
    one.expect_at("Two recovery sheets")
    assert not any(b"girafe" in sent.whole for traffic in people.traffic for sent in traffic.sent())


def test_without_the_measure_no_passphrase_of_one_s_own_is_taken(
    people: People, demo: Demo
) -> None:
    one = SetUp(people.computer().new_page())
    one.page.route("**/static/strength.*", lambda route: route.abort())
    one.begin(invited(demo, "offline"))
    one.press("Choose my own")
    choose(one.page, STRONG)
    expect(one.page.locator("#own-error")).to_contain_text("cannot be measured now")
    one.page.unroute_all()
    one.press("Rather six words drawn by chance")
    one.write_words_down()
    one.expect_at("Two recovery sheets")
    expect(one.page.locator("#kept")).to_be_visible(timeout=OPENING_MS)
