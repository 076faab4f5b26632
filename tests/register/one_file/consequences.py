"""What a tree of the program says of one datum. Run with that tree on PYTHONPATH; prints JSON: place → text."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from jinja2 import FileSystemLoader

settings.configure(USE_I18N=False)

import quenotte  # noqa: E402
from quenotte.base.templates import environment  # noqa: E402
from quenotte.register import REGISTER  # noqa: E402
from quenotte.register.claims import State  # noqa: E402
from quenotte.register.derived import forms, notice, policy, records, seers  # noqa: E402
from quenotte.register.derived.parties import Parties, Party  # noqa: E402
from quenotte.register.derived.rubrics import KINDS  # noqa: E402
from quenotte.register.packs import under  # noqa: E402
from quenotte.register.periods import ENGLISH  # noqa: E402

NAME = sys.argv[1]
ACTIVITY = REGISTER["appointment"]
DR_MAST = Party("Dr Mast", "12 quai Fictif, 1201 Genève", "CH")


def lines(said: object, word: str) -> list[str]:
    """Every text below `said` that holds the word."""
    if isinstance(said, str):
        return [said] if word in said else []
    if isinstance(said, dict):
        return [found for each in said.values() for found in lines(each, word)]
    if isinstance(said, (list, tuple)):
        return [found for each in said for found in lines(each, word)]
    return []


definition = forms.definition(ACTIVITY)
field = next(each for each in definition["fields"] if each["name"] == NAME)
datum = next(each for each in ACTIVITY.data if each.name == NAME)
assert datum.ask is not None

templates = Path(quenotte.__file__).parent / "vault" / "patient" / "jinja2"
page = environment(loader=FileSystemLoader(templates)).from_string(
    '{% from "patient/form.html" import group_fields %}{{ group_fields(form, group) }}'
)
group = next(each for each in definition["groups"] if each["name"] == field["group"])
shown = page.render(form={**definition, "fields": [field]}, group=group)

facts = policy.Facts("Cabinet Mast", (DR_MAST,), under("CH"))
document = policy.document([ACTIVITY], facts, {"en": ENGLISH})

parties = Parties(slug="mast", name="Cabinet Mast", controllers=(DR_MAST,), packs=under("CH"))
sheet = records.records([ACTIVITY], parties, lambda claim: State.PROVEN, ENGLISH)[0]
answers = records.as_json([sheet], ENGLISH)

kind = KINDS[datum.category]
row = next(each for each in seers.table([ACTIVITY]) if each.title == seers._TITLES[datum.category])
alone = seers.table([replace(ACTIVITY, data=(datum,))])

print(
    json.dumps(
        {
            "definition": definition,
            "field": field,
            "version": forms.form_version(ACTIVITY),
            "page": "\n".join(line for line in shown.splitlines() if line.strip()),
            "policy": lines(document["languages"]["en"], datum.ask.label),
            "records": lines(answers["activities"], field["label"]),
            "reasons": lines(answers["activities"], notice.capital(datum.why)),
            "kept": [
                f"{kind}: {one.partition(': ')[2]}"
                for one in sheet.answers["retention"]
                if kind in one
            ],
            "who": [f"{row.title}: {', '.join(each.who for each in row.sees)}"],
            "its own row": alone[0].title,
        },
        ensure_ascii=False,
    )
)
