"""The site's gate: called by every entry point, through the app's start and the readiness answer."""

from functools import partial

from quenotte.site import holds
from quenotte.register import plane

check = partial(plane.check, holds)
stand = partial(plane.stand, holds)
