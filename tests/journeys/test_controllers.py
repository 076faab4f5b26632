"""Where several share a site, the notice names the one who answers for the chosen chair."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.patient import Patient
from tests.journeys.test_choices import arrived

BOTH = (
    '<dd data-resources="mottet hygiene">Dre Anne Mottet, 12 rue des Bains</dd>'
    '<dd data-resources="ferri">Dr Luca Ferri, 14 rue des Bains</dd>'
)


@pytest.mark.claim("P2")
def test_the_notice_names_the_one_of_the_chosen_chair(patient: Patient) -> None:
    """The demo's site has one controller: the page is served as one of two would be."""

    def shared(route: Route) -> None:
        page = arrived(route)[1].decode()
        route.fulfill(
            body=re.sub(r"<dd>Dre Anne Mottet.*?</dd>", BOTH, page), content_type="text/html"
        )

    page = patient.page
    page.route(re.compile(r"/en/$"), shared)
    patient.come()
    notice = page.locator("[aria-labelledby=notice-appointment]")
    mottet, ferri = (notice.locator(f'[data-resources~="{who}"]') for who in ("mottet", "ferri"))
    patient.take_first()
    expect(mottet).to_be_visible()
    expect(ferri).to_be_visible()  # whoever is free first: either may be it
    page.get_by_role("button", name="Choose another moment").or_(
        page.locator("[data-step=identity] [data-to-choose]")
    ).first.click()
    page.get_by_label("With whom?").select_option(label="Dr Luca Ferri")
    page.get_by_role("button", name="Choose this moment").click()
    page.get_by_role("button", name="Continue").first.click()
    expect(ferri).to_be_visible()
    expect(mottet).to_be_hidden()
