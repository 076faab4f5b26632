"""What we do with people's data, declared once; the program is made from it.

Plain Python: no Django, no I/O. Forms, sealing, storage checks, notices, the table "who can see
what" and the privacy policy are derived from here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from quenotte.register.activities.appointment import appointment
from quenotte.register.activities.contact_message import contact_message
from quenotte.register.activities.questionnaire import questionnaire
from quenotte.register.activities.service_message import service_message
from quenotte.register.activities.site_operation import site_operation
from quenotte.register.model import Activity

REGISTER: Mapping[str, Activity] = MappingProxyType(
    {
        activity.key: activity
        for activity in (
            appointment,
            questionnaire,
            service_message,
            contact_message,
            site_operation,
        )
    }
)

__all__ = ["REGISTER", "Activity"]
