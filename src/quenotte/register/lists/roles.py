"""Who, besides the practice, takes part in what a practice does with data, and what each can read."""

from dataclasses import dataclass

from quenotte.register.words import _


@dataclass(frozen=True)
class Role:
    """Who, besides the practice, takes part, and what of the data it can read."""

    key: str
    label: str
    sees: str
    run_by: str = ""  # another role's holder runs it
    processor: bool = True  # acts on the practice's instruction (Art. 28 GDPR)


HOST = Role("host", _("the vault's host"), _("keeps sealed envelopes that it cannot open"))
RELAY = Role(
    "relay",
    _("the message relay"),
    _("reads the address, the language and your link in memory while it sends"),
    run_by="host",
)
CARRIERS = Role(
    "carriers",
    _("the carriers of e-mail and text messages"),
    _("carry the message to your address: practice, date and time, your link; never a reason"),
)
PUBLISHER = Role("publisher", _("the site's publisher"), _("receives nothing of it"))
AUTHORITY = Role(
    "authority",
    _("an authority that the law entitles"),
    _("receives what its written request covers, from the practice's hand alone"),
    processor=False,
)
EXECUTOR = Role(
    "executor",
    _("the person whom you named for after your death"),
    _("receives what your directive says"),
    processor=False,
)
SUCCESSOR = Role(
    "successor",
    _("the practitioner who takes the practice over"),
    _("receives what the practice re-seals to their keys, after you were told"),
    processor=False,
)
LABORATORY = Role(
    "other",
    _("another recipient that the practice names"),
    _("receives what the practice sends it, outside this program"),
    processor=False,
)
ROLES = {
    role.key: role
    for role in (HOST, RELAY, CARRIERS, PUBLISHER, AUTHORITY, EXECUTOR, SUCCESSOR, LABORATORY)
}
