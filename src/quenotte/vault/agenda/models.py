"""Hours that a practice offers and time that is taken.

Taken time is cells of five minutes with a primary key (resource, cell): a second claim on one of
them cannot be written. No name stands near it.
"""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


class Resource(models.Model):
    """Whose chair, or whose hands: a claim on time is a claim on one resource."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="resources")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "slug"], name="agenda_resource_once")
        ]


class AppointmentType(models.Model):
    """What can be booked: a name in each language, a duration, and with whom."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="types")
    slug = models.SlugField(max_length=40)
    names = models.JSONField()  # {"fr": "Contrôle", …}
    minutes = models.PositiveSmallIntegerField()  # a multiple of five
    resources = models.ManyToManyField(Resource)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "slug"], name="agenda_type_once")
        ]

    def name(self, language: str) -> str:
        return str(self.names.get(language) or next(iter(self.names.values()), self.slug))


class WeeklyHours(models.Model):
    """When a resource receives, by the practice's own clock."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    opens = models.TimeField()
    closes = models.TimeField()

    objects = ScopedManager()


class Closure(models.Model):
    """Days on which nothing is offered, first and last included."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    first_date = models.DateField()
    last_date = models.DateField()

    objects = ScopedManager()


class Appointment(models.Model):
    """A time asked for. Who asked is sealed, elsewhere, under the same id."""

    class Status(models.TextChoices):
        REQUESTED = "REQUESTED"
        CONFIRMED = "CONFIRMED"
        DECLINED = "DECLINED"
        CANCELLED = "CANCELLED"
        EXPIRED = "EXPIRED"

    row = models.BigAutoField(primary_key=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="appointments")
    id = models.UUIDField()
    type = models.ForeignKey(AppointmentType, on_delete=models.PROTECT)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT)
    start_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=9, choices=Status, default=Status.REQUESTED)
    sequence = models.PositiveSmallIntegerField(default=0)  # of its calendar entry (RFC 5545)
    received_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    link_hash = models.CharField(max_length=43)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="agenda_appointment_once"),
            models.UniqueConstraint(fields=["practice", "link_hash"], name="agenda_link_once"),
        ]
        indexes = [
            models.Index("practice", "start_at", name="agenda_day"),
            models.Index("status", "answer_by", name="agenda_unanswered"),
        ]


class Cell(models.Model):
    """Five minutes of one resource. The key is the referee: there is no second one."""

    pk = models.CompositePrimaryKey("resource_id", "cell")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT)
    cell = models.IntegerField()  # five-minute steps since 1970, UTC
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="cells")

    objects = ScopedManager()
