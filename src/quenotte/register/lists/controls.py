"""The fields of our pages that are no form's: the forms' own are the register's, `activity-datum`."""

from collections.abc import Mapping
from types import MappingProxyType

_CHOICES = (
    "contact contact.name contact.email contact.telephone contact.address accept select on role"
    " country legal_name contract since"
)
CONTROLS: Mapping[str, str] = MappingProxyType(
    {  # the forms' own fields are the register's: `activity-datum`
        "type": "which kind of appointment, a clear fact of the request",
        "moment": "which free time, a clear fact of the request",
        "who": "with whom, a clear fact of the request",
        "member": "who signs in at the desk",
        "passphrase": "opens the member's key in the browser; never sent",
        "find": "searches what the desk shows; never sent",
        "language": "in which language the desk's documents are made",
        "shortcuts-on": "whether letter keys act, until the tab is closed",
        "typed-words": "the passphrase, read back while a practice is set up; never sent",
        "typed": "groups of the recovery sheet, read back; never sent",
        **dict.fromkeys(_CHOICES.split(), "a choice of the practice, which it signs"),
    }
)
