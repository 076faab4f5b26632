"""The services that a practice's pages are made of: which are built, which may be switched off."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quenotte.register.words import _


@dataclass(frozen=True)
class Service:
    """Something that a practice offers or that its pages need."""

    key: str
    title: str
    optional: bool = False  # a practice may switch it off
    built: bool = False  # this version does it


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        service.key: service
        for service in (
            Service("site", _("The site and these pages"), built=True),
            Service("desk", _("The desk, where the practice works"), built=True),
            Service("appointment", _("Appointments"), built=True),  # without it nobody is received
            Service("questionnaire", _("Health questionnaire"), optional=True, built=True),
            Service("contact", _("Messages to the practice"), optional=True),
            Service("newsletter", _("Newsletter"), optional=True),
            Service("interests", _("Subjects that interest you"), optional=True),
            Service("audience", _("Counting visits"), optional=True),
            Service("cookie-choice", _("The choice of cookies"), optional=True),
            Service("sharing", _("Links for sharing"), optional=True),  # holds nothing of anybody
            Service("consent", _("Proof of what was agreed to")),
            Service("objections", _("List of those who want no news")),
            Service("rights", _("Requests about one's data")),
            Service("authorities", _("Requests of authorities")),
            Service("holds", _("Records kept for a dispute")),
            Service("breaches", _("Register of breaches")),
            Service("journal", _("Journal of access"), built=True),
            Service("security-log", _("Security log")),
            Service("instructions", _("Instructions to the publisher"), built=True),
            Service("handing-over", _("Taking over into the patient's file")),
            Service("succession", _("Handing the practice over")),
            Service("backups", _("Backups")),
            Service("erasures", _("List of what was erased")),
        )
    }
)
NOT_OFFERED = frozenset(key for key, service in SERVICES.items() if not service.built)
