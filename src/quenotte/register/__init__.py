"""What we do with people's data, declared once; the program is made from it.

Plain Python: no Django, no I/O. Forms, sealing, storage checks, notices, the table "who can see
what" and the privacy policy are derived from here.
"""

from collections.abc import Mapping

from quenotte.register.activities import ALL
from quenotte.register.lists.services import NOT_OFFERED, SERVICES, Service
from quenotte.register.model import Activity
from quenotte.register.services import assembled, offered

REGISTER: Mapping[str, Activity] = assembled(ALL)

__all__ = ["NOT_OFFERED", "REGISTER", "SERVICES", "Activity", "Service", "offered"]
