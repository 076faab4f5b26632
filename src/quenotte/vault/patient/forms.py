"""The register's forms as this installation can offer them.

Without a way to send text messages, a telephone number alone gets no confirmation: the e-mail is then
required. The rules of the form stay the register's, which are wider.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from quenotte.register import Activity
from quenotte.register.derived.forms import definition
from quenotte.register.words import _

type Form = dict[str, Any]


def form(activity: Activity, translate: Callable[[str], str] = gettext) -> Form:
    """The form as the page asks it, in the reader's language."""
    made = definition(activity, translate)
    return made if settings.SMS_DOMAIN else _by_email(made, translate)


def _by_email(made: Form, translate: Callable[[str], str]) -> Form:
    contact = [field for field in made["fields"] if field["one_of"] == "contact"]
    for field in contact:
        field["one_of"] = None
        field["required"] = field["kind"] == "email"
        if field["kind"] == "telephone":
            field["hint"] = translate(_("For the case that the practice has to call you."))
    for group in made["groups"]:
        if group["name"] == "contact" and contact:
            group["hint"] = translate(_("The confirmation goes to your e-mail address."))
    return made
