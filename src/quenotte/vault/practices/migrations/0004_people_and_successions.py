"""People: one name for somebody who works in several practices, the roster, who joins and who left."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from quenotte.base import jws


def name_the_persons(apps: Any, schema_editor: object) -> None:
    """Who has a key already has been there since their practice opened."""
    Member = apps.get_model("practices", "Member")
    KeyCard = apps.get_model("practices", "KeyCard")
    for member in Member.objects.exclude(recipient=""):
        opened = KeyCard.objects.filter(practice=member.practice).order_by("serial").first()
        member.person = jws.fingerprint(member.signing)
        member.joined_at = opened.published_at if opened else None
        member.save(update_fields=["person", "joined_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0003_country_and_chain'),
    ]

    operations = [
        migrations.CreateModel(
            name='Admission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jws', models.TextField()),
                ('roster', models.CharField(max_length=43)),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('JOIN', 'Join'), ('AGAIN', 'Again')], max_length=5)),
                ('recipient', models.TextField()),
                ('signing', models.JSONField()),
                ('sealed_key', models.BinaryField(default=bytes)),
                ('mine', models.BinaryField(default=bytes)),
                ('asked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('jws', models.TextField()),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('former', models.CharField(max_length=43)),
                ('successor', models.CharField(max_length=43)),
                ('jws', models.TextField()),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='member',
            name='joined_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='left_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='mine',
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name='member',
            name='person',
            field=models.CharField(blank=True, max_length=43),
        ),
        migrations.AddField(
            model_name='member',
            name='until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='practice',
            name='proved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(name_the_persons, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(models.F('person'), name='practices_member_person'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('person', ''), _negated=True), ('left_at', None)), fields=('practice', 'person'), name='practices_person_once'),
        ),
        migrations.AddField(
            model_name='admission',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='admissions', to='practices.member'),
        ),
        migrations.AddField(
            model_name='admission',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='practices.practice'),
        ),
        migrations.AddField(
            model_name='joining',
            name='member',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='joining', to='practices.member'),
        ),
        migrations.AddField(
            model_name='joining',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='practices.practice'),
        ),
        migrations.AddField(
            model_name='roster',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rosters', to='practices.practice'),
        ),
        migrations.AddField(
            model_name='succession',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='practices.practice'),
        ),
        migrations.AddConstraint(
            model_name='roster',
            constraint=models.UniqueConstraint(fields=('practice', 'number'), name='practices_roster_once'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(fields=('practice', 'former'), name='practices_former_once'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(fields=('practice', 'successor'), name='practices_successor_once'),
        ),
    ]
