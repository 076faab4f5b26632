"""The site's gate: called by every entry point, through the app's start and the readiness answer."""

from functools import partial

from quenotte.register import plane
from quenotte.site import holds

check = partial(plane.check, holds)
stand = partial(plane.stand, holds)
