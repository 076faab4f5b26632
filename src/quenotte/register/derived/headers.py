"""Content security policies of every kind of page, and the hosts that our servers call.

A page may do what its activities need and nothing else: a script where a form is asked or something sealed
is opened, a worker where keys are held. No recipient's host stands in any policy: a visitor's browser speaks
to the page's own host alone (P35, P38); what a recipient's machine is called by is a server of ours.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from quenotte.register.lists.hosts import OF, OUTBOUND
from quenotte.register.model import Activity, Plane, Seal

type Policy = dict[str, list[str]]  # directive → sources, in the order of the header

NOBODY, SELF = "'none'", "'self'"
WORKER = "quenotte-worker"  # the one Trusted Types policy: it makes the worker that holds the keys


class Page(StrEnum):
    """The kinds of pages that we serve."""

    SITE = "site"  # published, the same bytes for everybody
    PATIENT = "patient"  # the vault's forms, links and texts
    DESK = "desk"  # where envelopes are opened


def policy(page: Page, register: Mapping[str, Activity]) -> Policy:
    """Everything is closed that the page's activities do not need."""
    plane = Plane.SITE if page is Page.SITE else Plane.VAULT
    activities = [one for one in register.values() if one.plane is plane]
    opens = page is Page.DESK and _sealed(activities)
    runs = opens or any(one.form for one in activities)
    return {
        "default-src": [NOBODY],
        "script-src": [SELF if runs else NOBODY],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],  # auditors read robots.txt through a page without script, too
        "form-action": [NOBODY],  # without its script a form sends nothing anywhere
        "base-uri": [NOBODY],
        "frame-ancestors": [NOBODY],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [WORKER if opens else NOBODY],
    } | ({"worker-src": [SELF]} if opens else {})


def line(policy: Policy) -> str:
    """The header's value."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


def printed(register: Mapping[str, Activity]) -> str:
    """All of it for a reader: each page's policy, and where each plane's hosts come from."""
    pages = [f"{page}\n  {line(policy(page, register))}" for page in Page]
    planes = []
    for plane, settings in OUTBOUND.items():
        planes.append("\n".join([f"{plane} calls", *(f"  {_host_of(each)}" for each in settings)]))
    return "\n".join([*pages, *planes])


def _host_of(setting: str) -> str:
    roles = " or ".join(OF.get(setting, ()))
    return f"{setting}, this machine or the `hosts` of {roles}" if roles else setting


def _sealed(activities: Iterable[Activity]) -> bool:
    """Whether something is sealed to a key that the practice holds."""
    held = {datum.seal for one in activities for datum in one.data}
    return bool(held & {Seal.CARE, Seal.DESK, Seal.RIGHTS})
