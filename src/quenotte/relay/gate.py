"""The relay's gate: called by every entry point, through the app's start."""

from functools import partial

from quenotte.relay import holds
from quenotte.register import plane

check = partial(plane.check, holds)
stand = partial(plane.stand, holds)
