"""What a show needs, and when it is rehearsed."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded
from fashionista.common.encryption import EncryptedJSONField, EncryptedTextField
from fashionista.common.shapes import Record

from ..access import MyPart, OnStage
from .running import RunwaySegment


class During(Func):
    """A period of time: it starts, and ends before its end."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class OfAShow(Guarded):
    """What belongs to an event, and perhaps to one segment of it."""

    class Meta:
        abstract = True

    def clean(self):
        if self.segment_id and self.event_id and self.segment.event_id != self.event_id:
            raise ValidationError({"segment": _("This is a segment of another event.")})


class TechnicalRequirement(OfAShow):
    """One thing a show needs of the house: a light, a sound, a riser."""

    class Category(models.TextChoices):
        LIGHTING = "lighting", _("lighting")
        SOUND = "sound", _("sound")
        STAGING = "staging", _("staging")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        CONFIRMED = "confirmed", _("confirmed")
        COMPLETED = "completed", _("completed")

    MOVES = {
        "status": {
            Status.PENDING: {Status.CONFIRMED},
            Status.CONFIRMED: {Status.COMPLETED, Status.PENDING},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="technical_requirements", verbose_name=_("event")
    )
    segment = models.ForeignKey(
        RunwaySegment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("segment"),
        help_text=_("Left open, the whole event needs it."),
        db_constraint=False,
    )
    category = models.TextField(_("category"), choices=Category)
    title = models.CharField(_("what is needed"), max_length=200)
    requirements = EncryptedJSONField(
        _("in detail"),
        default=dict,
        blank=True,
        validators=[Record("quantity", "power", "place", "supplier")],
    )
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)
    notes = EncryptedTextField(_("notes"), blank=True, multiline=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [May("event", "production"), Admin(), Agrees("segment", on="event")]

    class Meta:
        db_table = "technical_requirements"
        verbose_name = _("technical requirement")
        verbose_name_plural = _("technical requirements")
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=["lighting", "sound", "staging", "other"]),
                name="technical_requirements_category_known",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="technical_requirements_are_named",
                violation_error_message=_("Say what is needed."),
            ),
            models.CheckConstraint(
                condition=Q(status="pending", confirmed_at=None, completed_at=None)
                | Q(status="confirmed", confirmed_at__isnull=False, completed_at=None)
                | Q(status="completed", confirmed_at__isnull=False, completed_at__isnull=False),
                name="technical_requirements_status_is_stamped",
            ),
            models.UniqueConstraint(
                "event",
                "category",
                Lower("title"),
                name="technical_requirements_once",
                violation_error_message=_("This is on the event's list already."),
            ),
        ]
        indexes = [models.Index(fields=["event", "status"], name="technical_requirements_list")]

    def __str__(self):
        return self.title


class RehearsalSchedule(OfAShow):
    """A stretch of time, at one place, in which a show or a segment of it is rehearsed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="rehearsals", verbose_name=_("event")
    )
    segment = models.ForeignKey(
        RunwaySegment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rehearsals",
        verbose_name=_("segment"),
        help_text=_("Left open, everybody comes."),
        db_constraint=False,
    )
    start_time = models.DateTimeField(_("starts"))
    end_time = models.DateTimeField(_("ends"))
    location = models.CharField(_("place"), max_length=200)
    notes = EncryptedTextField(_("notes"), blank=True, multiline=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        OnStage("event", may="view", when=Q(segment=None)),
        MyPart("segment", may="view"),
        May("event", "production"),
        Admin(),
        Agrees("segment", on="event"),
    ]

    class Meta:
        db_table = "rehearsal_schedules"
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time__gt=F("start_time")),
                name="rehearsal_schedules_end_after_start",
                violation_error_message=_("A rehearsal ends after it starts."),
            ),
            ExclusionConstraint(
                name="rehearsal_schedules_one_at_a_place",
                expressions=[
                    ("event", "="),
                    (Lower("location"), "="),
                    (During("start_time", "end_time"), "&&"),
                ],
                violation_error_message=_("Another rehearsal is at this place at that time."),
            ),
            ExclusionConstraint(
                name="rehearsal_schedules_segment_is_at_one",
                expressions=[("segment", "="), (During("start_time", "end_time"), "&&")],
                violation_error_message=_("This segment is rehearsed at that time already."),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "start_time"], name="rehearsal_schedules_of_event")
        ]

    def __str__(self):
        return f"{date_format(self.start_time, 'j M H:i')} {self.location}"
