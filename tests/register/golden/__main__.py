"""Writes the golden policies anew: `python -m tests.register.golden`. Read them afterwards."""

from pathlib import Path

from quenotte.register.derived.policy import policy
from tests.register.golden import __file__ as here
from tests.register.practices import LANGUAGES, PRACTICES, activities, text, words

for country, facts in PRACTICES.items():
    for language in LANGUAGES:
        made = text(policy(activities(), facts, words(language)))
        (Path(here).parent / f"policy-{country}-{language}.txt").write_text(made)
