"""A sheet is proven by its square or by two groups; another one, half of one or a slip is told apart."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from quenotte.demo.run import Demo
from tests.journeys.chromium import FLAGS, PROGRAM
from tests.journeys.invitation import SetUp, invited
from tests.journeys.stage import People

# The square as a camera would see it, as one frame of a film: planes of brightness, and no colour.
_FRAME = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(640, 480);
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#ddd";
  drawing.fillRect(0, 0, 640, 480);
  drawing.drawImage(image, 120, 40, 400, 400);
  const { data } = drawing.getImageData(0, 0, 640, 480);
  const luma = new Uint8Array(640 * 480);
  for (let at = 0; at < luma.length; at++) luma[at] = data[4 * at];
  return btoa(Array.from(luma, (one) => String.fromCharCode(one)).join(""));
}"""


def photo(one: SetUp, *, cut: float = 1) -> FilePayload:
    """A photo of the printed square; `cut` leaves only the upper part of it."""
    one.page.emulate_media(media="print")
    square = one.page.locator("#sheets .qr").first
    box = square.bounding_box()
    assert box
    clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"] * cut}
    taken = one.page.screenshot(clip=clip)  # type: ignore[arg-type]
    one.page.emulate_media(media="screen")
    return {"name": "sheet.png", "mimeType": "image/png", "buffer": taken}


def show_photo(one: SetUp, taken: FilePayload) -> None:
    if one.page.get_by_role("button", name="Scan the code instead").is_visible():
        one.press("Scan the code instead")
    one.page.get_by_label("choose a photo").set_input_files(taken)


def test_a_photo_of_the_printed_square_proves_the_sheet(people: People, demo: Demo) -> None:
    one = SetUp(people.computer().new_page())
    one.go_to("sheets", invited(demo, "photographer"))
    taken = photo(one)
    half = photo(one, cut=0.5)
    one.print_sheets()
    show_photo(one, half)
    expect(one.page.locator("#scan-error")).to_contain_text("of half a sheet, type the groups")
    show_photo(one, taken)
    one.expect_at("Contract and instructions")


def test_another_practice_s_sheet_and_a_former_one_prove_nothing(
    people: People, demo: Demo
) -> None:
    theirs = SetUp(people.computer().new_page())
    theirs.go_to("sheets", invited(demo, "stranger"))
    one = SetUp(people.computer().new_page())
    one.go_to("sheets", invited(demo, "mixed-up"))
    former = photo(one)
    one.print_sheets()
    one.press("Make and print two new sheets")
    one.print_sheets()
    for taken in (photo(theirs), former):
        show_photo(one, taken)
        expect(one.page.locator("#scan-error")).to_contain_text("This is another sheet")
    one.press("Type the groups")
    one.prove()


def test_a_slip_is_found_in_its_group_and_loses_nothing(people: People, demo: Demo) -> None:
    one = SetUp(people.computer().new_page())
    one.go_to("proof", invited(demo, "slipper"))
    one.read_groups_back()
    fields = one.page.locator("#asked-groups input")
    right = fields.first.input_value()
    fields.first.fill(("P" if right[0] == "Q" else "Q") + right[1:])
    said = one.page.locator("#asked-groups [data-slot=said]").first
    expect(said).to_contain_text("does not match its check word")
    fields.last.press("Enter")
    expect(fields.first).to_be_focused()
    fields.first.fill(right[:3])
    expect(said).to_contain_text("5 signs, letters and digits")
    fields.first.fill(right.lower())
    expect(said).to_contain_text("Right, check word:")
    one.page.get_by_role("button", name="Continue", exact=True).click()
    one.expect_at("Contract and instructions")


@pytest.mark.claim("P12")
def test_both_sheets_fit_on_a_page_each_and_say_how_they_are_used(
    people: People, demo: Demo
) -> None:
    one = SetUp(people.computer().new_page())
    one.go_to("sheets", invited(demo, "printer"))
    printed = one.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 2
    papers = one.page.locator("#sheets .paper")
    expect(papers).to_have_count(2)
    for said in ("/en/recover", "printer", "opener.html", "has died", "shredded", "age-encryption"):
        for paper in papers.all():
            assert said in (paper.text_content() or "")
    one.read_paper()
    assert [len(group) for group in one.groups] == [5] * 11 + [3]


def test_the_camera_reads_the_square(people: People, demo: Demo, tmp_path: Path) -> None:
    film = tmp_path / "square.y4m"
    looking = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    shown = f"--use-file-for-fake-video-capture={film}"
    browser = people.browser.browser_type.launch(
        executable_path=PROGRAM, args=[*FLAGS, *looking, shown]
    )
    try:
        one = SetUp(browser.new_page(locale="en-GB"))
        one.go_to("sheets", invited(demo, "camera"))
        make_film(one, film)
        one.print_sheets()
        one.press("Scan the code instead")
        one.expect_at("Contract and instructions")
        assert one.page.evaluate("document.querySelector('#scan-video').srcObject") is None
    finally:
        browser.close()


def make_film(one: SetUp, film: Path) -> None:
    taken = base64.b64encode(photo(one)["buffer"]).decode()
    luma = base64.b64decode(one.page.evaluate(_FRAME, taken))
    grey = b"\x80" * (2 * 320 * 240)
    frame = b"FRAME\n" + luma + grey
    film.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + 10 * frame)
