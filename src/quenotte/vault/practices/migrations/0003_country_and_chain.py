"""A practice's own country, and choices that are set aside instead of deleted."""

import re
from typing import Any

from django.db import migrations, models


def from_the_card(apps: Any, schema_editor: object) -> None:
    """What its site said until now; Switzerland for a practice that has no card yet."""
    Practice = apps.get_model("practices", "Practice")
    for practice in Practice.objects.all():
        said = str(practice.public_card.get("country", ""))
        practice.country = said if re.fullmatch("[A-Z]{2}", said) else "CH"
        practice.save(update_fields=["country"])


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0002_choices"),
    ]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="country",
            field=models.CharField(default="CH", max_length=2),
            preserve_default=False,
        ),
        migrations.RunPython(from_the_card, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="choices",
            name="practices_choices_once",
        ),
        migrations.AddField(
            model_name="choices",
            name="set_aside_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="choices",
            constraint=models.UniqueConstraint(
                condition=models.Q(("set_aside_at", None)),
                fields=("practice", "number"),
                name="practices_choices_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(("country", ""), _negated=True),
                name="practices_practice_has_country",
            ),
        ),
    ]
