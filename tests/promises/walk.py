"""The journeys that plant canaries: every field of every form, read and answered at the desk."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from quenotte.demo.run import Demo
from tests.journeys.chromium import Sent, Traffic
from tests.journeys.desk import Desk
from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Lea, Patient
from tests.journeys.stage import People
from tests.promises.canaries import Canaries

QUESTIONS = (
    *("heart", "pressure", "stroke", "thinner", "bleeding", "lungs", "kidneys", "liver"),
    *("diabetes", "bone", "allergy", "pregnancy"),
)


@dataclass
class Walked:
    """What the journeys left behind: the demo as it is after them, and all that browsers sent."""

    demo: Demo
    people: People
    canaries: Canaries
    temporary: Path
    patients: list[Patient] = field(default_factory=list)
    desks: list[Desk] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)  # what must never leave in a path or query
    letters: list[dict[str, Any]] = field(default_factory=list)

    def traffic(self) -> list[Traffic]:
        return self.people.traffic

    def sent(self) -> list[Sent]:
        return [each for traffic in self.traffic() for each in traffic.sent()]


def walk(people: People, canaries: Canaries, temporary: Path) -> Walked:
    """An adult by e-mail who corrects the questionnaire, a child by telephone; the desk reads both."""
    walked = Walked(people.demo, people, canaries, temporary)
    adult = _adult(canaries)
    child = _child(canaries)
    _send(walked, adult, times=2)
    _send(walked, child, times=1)
    _read(walked, adult, child)
    mailbox = Mailbox(people.demo)
    for lea in (adult, child):
        mailbox.wait(lea.email or f"+{_digits(lea)}", count=2)
    walked.letters = mailbox.all()
    return walked


def _digits(lea: Lea) -> str:
    return (lea.telephone or "").removeprefix("+")


def _adult(canaries: Canaries) -> Lea:
    return Lea(
        first_name=canaries.word(),
        surname=canaries.word(),
        street=canaries.words(5),
        postcode=canaries.postcode(),
        city=canaries.words(3),
        email=canaries.address(),
        telephone=canaries.number(),
        message=canaries.words(40),
    )


def _child(canaries: Canaries) -> Lea:
    return Lea(
        first_name=canaries.words(2),
        surname=canaries.words(2),
        age="7",
        street=canaries.words(5),
        postcode=canaries.postcode(),
        city=canaries.words(3),
        email=None,
        telephone=canaries.number(),
        message=canaries.words(40),
        whom="For my child",
        representative_first_name=canaries.words(2),
        representative_surname=canaries.words(2),
    )


def _health(canaries: Canaries) -> dict[str, str | list[str]]:
    answers: dict[str, str | list[str]] = {"heart": "Yes", "heart_which": ["Irregular heartbeat"]}
    for question in QUESTIONS:
        answers |= {question: "Yes", f"{question}_words": canaries.words(8)}
    return answers | {"treatments": canaries.words(60), "history": canaries.words(60)}


def _send(walked: Walked, lea: Lea, *, times: int) -> None:
    """Books, answers on the same page, corrects later through the link."""
    patient = walked.people.patient()
    walked.patients.append(patient)
    patient.come_from_home()
    patient.take_first()
    patient.write(lea)
    patient.send()
    patient.await_sent()
    link = patient.page.locator("a[data-link]").first.get_attribute("href") or ""
    walked.secrets.append(link.partition("&s=")[2])
    patient.fill_questionnaire(_health(walked.canaries))
    for _ in range(times - 1):
        again = walked.people.patient()
        walked.patients.append(again)
        again.open_link(walked.demo.url("rdv.lac.localhost", "vault") + link)
        again.fill_questionnaire(_health(walked.canaries))


def _read(walked: Walked, adult: Lea, child: Lea) -> None:
    """The practitioner opens everything, confirms one and declines the other, and locks."""
    desk = walked.people.desk()
    walked.desks.append(desk)
    walked.secrets += [desk.demo.code, desk.demo.bundle["root"]]
    walked.secrets += desk.member()["passphrase"].split(" ")
    desk.enter()
    for lea, decide in ((adult, desk.confirm), (child, desk.decline)):
        assert lea.surname
        desk.select(lea.surname)
        desk.see_day()
        expect(desk.day().get_by_role("button", name=lea.surname).first).to_be_visible()
        desk.open_questionnaire()
        expect(desk.sheet()).to_contain_text(walked.canaries.word_marker)
        desk.page.keyboard.press("Escape")
        decide()
    desk.lock()
