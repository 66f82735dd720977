"""What comes onto the runway, and when."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, Through
from fashionista.common.encryption import EncryptedJSONField, EncryptedTextField
from fashionista.common.shapes import Record
from industry.models import Collection, FashionModel

from ..access import InPublic, MyLook, OnStage, TakesPart
from ..outfits import validate_outfit
from .casting import EventCollection, EventModel

LONGEST = 4 * 60 * 60  # seconds
SLOWEST = 60 * 60
NEEDS = ("light", "sound", "video", "staging")


class RunwaySegment(Guarded):
    """One stretch of a fashion show: an opening, a designer's block, the finale."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event,
        models.CASCADE,
        related_name="segments",
        verbose_name=_("event"),
        db_constraint=False,
    )
    type = models.TextField(default=Event.Type.FASHION_SHOW, editable=False)  # its event's
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    duration = models.PositiveIntegerField(
        _("length, seconds"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    position = models.PositiveIntegerField(_("position"), db_column="order")
    planned_start = models.DateTimeField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("Left open, it follows the segment before."),
    )
    is_public = models.BooleanField(
        _("line-up shown"),
        default=False,
        help_text=_("Whether the event's page shows the looks of this segment."),
    )
    technical_requirements = EncryptedJSONField(
        _("technical summary"), default=dict, blank=True, validators=[Record(*NEEDS)]
    )
    meta_data = EncryptedJSONField(default=dict, blank=True)

    access = [
        Through("event", when=Q(is_public=True)),
        OnStage("event", may="view"),
        May("event", "production"),
        Admin(),
        Agrees("event", on="type"),
    ]

    class Meta:
        db_table = "runway_segments"
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            models.CheckConstraint(
                condition=Q(type="fashion_show"), name="runway_segments_of_a_fashion_show"
            ),
            models.CheckConstraint(
                condition=Q(duration__gte=1, duration__lte=LONGEST),
                name="runway_segments_length",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="runway_segments_are_named",
                violation_error_message=_("A segment has a name."),
            ),
            models.UniqueConstraint(
                fields=["event", "position"],
                name="runway_segments_position_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This place in the running order is taken."),
            ),
            models.UniqueConstraint(fields=["id", "event"], name="runway_segments_id_event"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.event_id and self.event.type != Event.Type.FASHION_SHOW:
            raise ValidationError({"event": _("Only fashion shows have segments.")})

    def neighbours(self):
        """All that is in one order with it, itself included."""
        return RunwaySegment.objects.filter(event=self.event_id)


class LineupEntry(Guarded):
    """One look on the runway: which outfit, on whom, in which place of its segment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="lineup", db_constraint=False, editable=False
    )
    segment = models.ForeignKey(
        RunwaySegment,
        models.CASCADE,
        related_name="entries",
        verbose_name=_("segment"),
        db_constraint=False,
    )
    fashion_model = models.ForeignKey(
        FashionModel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lineup",
        verbose_name=_("model"),
        help_text=_("Left open, it is to be cast."),
        db_column="model_id",
        db_constraint=False,
    )
    collection = models.ForeignKey(
        Collection,
        models.PROTECT,
        related_name="lineup",
        verbose_name=_("collection"),
        db_constraint=False,
    )
    position = models.PositiveIntegerField(_("position"), db_column="order")
    look_number = models.PositiveIntegerField(_("look"), validators=[MinValueValidator(1)])
    collection_look = models.PositiveSmallIntegerField(
        _("picture"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Which picture of its collection shows this look: 1 for the first."),
    )
    outfit_details = models.JSONField(
        _("outfit"), default=dict, blank=True, validators=[validate_outfit]
    )
    cadence = models.PositiveIntegerField(
        _("until the next look, seconds"), default=20, validators=[MaxValueValidator(SLOWEST)]
    )
    walk = models.PositiveIntegerField(
        _("walk, seconds"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(SLOWEST)],
    )
    change = models.PositiveIntegerField(
        _("change into it, seconds"), default=120, validators=[MaxValueValidator(SLOWEST)]
    )
    notes = EncryptedTextField(_("notes for dressers"), blank=True, multiline=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)

    access = [
        InPublic("segment"),
        MyLook("id", may="view"),
        May("event", "production"),
        Admin(),
        Agrees("segment", on="event"),
        TakesPart("collection", by="event_collections"),
        TakesPart("fashion_model", by="event_models"),
    ]

    class Meta:
        db_table = "show_lineup"
        verbose_name = _("look")
        verbose_name_plural = _("line-up")
        constraints = [
            models.CheckConstraint(
                condition=Q(look_number__gte=1),
                name="show_lineup_looks_count_from_one",
            ),
            models.CheckConstraint(
                condition=Q(walk__gte=1, walk__lte=SLOWEST),
                name="show_lineup_walk_takes_time",
            ),
            models.CheckConstraint(
                condition=Q(cadence__lte=SLOWEST, change__lte=SLOWEST),
                name="show_lineup_within_an_hour",
            ),
            models.UniqueConstraint(
                fields=["segment", "position"],
                name="show_lineup_position_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This place in the line-up is taken."),
            ),
            models.UniqueConstraint(
                fields=["event", "look_number"],
                name="show_lineup_look_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return _("look %(number)s") % {"number": self.look_number}

    def clean(self):
        """It is at its segment's event, under a number of its own, and so is what it shows."""
        segment = getattr(self, "segment", None)  # in a form it may be as new, without a key yet
        if segment is None:
            return
        self.event_id = segment.event_id
        problems = {}
        twins = LineupEntry.objects.filter(event=self.event_id, look_number=self.look_number)
        if twins.exclude(pk=self.pk).exists():
            problems["look_number"] = _("This event has a look of that number already.")
        for field, links in (("collection", EventCollection), ("fashion_model", EventModel)):
            key = getattr(self, f"{field}_id")
            if key and not links.objects.filter(event=self.event_id, **{field: key}).exists():
                problems[field] = _("Add this to what the event shows first.")
        if problems:
            raise ValidationError(problems)

    @property
    def title(self):
        return self.outfit_details.get("title", "")

    def neighbours(self):
        """All that is in one order with it, itself included."""
        return LineupEntry.objects.filter(segment=self.segment_id)
