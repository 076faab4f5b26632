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
        "sign-in-name": "who comes in a browser that nobody registered, with six digits",
        "digits": "the six digits that a telephone shows, of use once",
        "pin": "the six digits of the screen lock; compared in the browser, never sent",
        "person": "who comes back to the locked screen; stays in the browser",
        "call-off": "which of today's appointments the practice cancels",
        "call-off-all": "whether it cancels all of them",
        "passkey-name": "what a member calls a passkey of theirs",
        "computer-name": "what the practice calls a computer of its own",
        "sheet-typed": "the key on a recovery sheet; never sent",
        "sheet-photo": "a picture of the square on a recovery sheet; never sent",
        "sheet-tongue": "the language of the words on a recovery sheet; never sent",
        "practice": "which practice a recovery sheet belongs to",
        "name": "what a practitioner who takes over is called",
        "copy-file": "the practice's own copy, read by the offline opener; never sent",
        "typed": "groups of the recovery sheet, read back; never sent",
        "resume-typed": "the passphrase, when a set-up is gone on with; never sent",
        "own-typed": "a passphrase of one's own, while a practice is set up; never sent",
        "own-again": "the same once more; never sent",
        "scan-photo": "a photo of a recovery sheet's square, read in the browser; never sent",
        "told-practice": "whose instructions are shown",
        "told-act": "what the Publisher may do once, which the practice signs",
        "told-until": "until which day",
        "told-about": "about what; it names no patient",
        "act": "what the Publisher may do, which the practice signs",
        "journal-practice": "whose journal a practitioner reads",
        "journal-who": "whose entries of the journal are shown; stays in the browser",
        "journal-day": "which day of the journal is shown; stays in the browser",
        "people-practice": "whose people are shown, for a member of several practices",
        "invite-name": "the name of a colleague who is invited",
        "invite-role": "which role they get",
        "invite-until": "their last day, if there is one",
        "check-words": "six words from a newcomer's screen, compared in the browser; never sent",
        "end-when": "whether a colleague's place ends at once or with a day",
        "last-day": "which day that is",
        "hand-over": "whether a practice is taken over from them",
        **dict.fromkeys(_CHOICES.split(), "a choice of the practice, which it signs"),
    }
)
