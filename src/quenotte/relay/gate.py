"""The relay's gate: called by every entry point, through the app's start."""

from functools import partial

from quenotte.register import plane
from quenotte.relay import holds

check = partial(plane.check, holds)
stand = partial(plane.stand, holds)
