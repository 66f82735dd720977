"""Who works at which event, as what, when."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Actor, Admin, Agrees, Among, Copies, Guarded, Own, System
from fashionista.common.encryption import EncryptedTextField
from fashionista.common.secret_links import SecretLink
from fashionista.common.statements import RowCount

from .crew import StaffMember, StaffRole

LIVE = ["offered", "scheduled", "completed"]  # assignments that take a place and somebody's time
FILLED = ["scheduled", "completed"]


class MyShift(Among):
    """The shifts the person is assigned to."""

    circle = "my_shifts"


class ShiftQuerySet(models.QuerySet):
    def with_taken(self):
        """Adds `taken`: how many places are filled (`filled`) or offered to somebody."""
        return self.annotate(taken=_assigned(LIVE), filled=_assigned(FILLED))


def _assigned(states):
    return RowCount(StaffAssignment.objects.filter(shift=OuterRef("pk"), status__in=states))


class Shift(Guarded):
    """A stretch of time at an event that needs hands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="shifts")
    name = models.CharField(_("name"), max_length=60, blank=True)  # what it is for: Doors
    role = models.ForeignKey(
        StaffRole,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shifts",
        verbose_name=_("wanted role"),
    )
    start_time = models.DateTimeField(_("starts"))
    end_time = models.DateTimeField(_("ends"))
    required_staff = models.PositiveIntegerField(
        _("people needed"), default=1, validators=[MinValueValidator(1)]
    )
    revision = models.PositiveIntegerField(_("revision"), default=0)  # calendars ask which is newer
    notes = EncryptedTextField(_("notes"), blank=True, multiline=True)
    meta_data = models.JSONField(default=dict, blank=True)

    objects = ShiftQuerySet.as_manager()

    access = [May("event", "staff"), MyShift("id", may="view"), Admin()]

    class Meta:
        db_table = "shifts"
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time__gt=F("start_time")),
                name="shifts_end_after_start",
                violation_error_message=_("A shift ends after it starts."),
            ),
            models.CheckConstraint(condition=Q(required_staff__gt=0), name="shifts_need_somebody"),
            models.UniqueConstraint(fields=["id", "event"], name="shifts_id_event"),
            models.UniqueConstraint(
                fields=["id", "start_time", "end_time", "required_staff", "revision"],
                name="shifts_id_times",
            ),
        ]
        indexes = [models.Index(fields=["event", "start_time"], name="shifts_of_event")]

    def __str__(self):
        start, end = map(timezone.localtime, (self.start_time, self.end_time))
        times = f"{date_format(start, 'j M H:i')} – {end:%H:%M}"
        return f"{self.name}, {times}" if self.name else times


class StaffAssignment(Guarded):
    """
    One staff member on one shift, in one role: offered, and theirs once they accept.

    It carries its shift's times and size and its staff member's person, kept so by the database,
    which therefore knows that a shift is not overfilled and that nobody is in two places at once,
    whoever's events they are.
    """

    class Status(models.TextChoices):
        OFFERED = "offered", _("offered")
        SCHEDULED = "scheduled", _("scheduled")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")
        NO_SHOW = "no_show", _("did not come")

    MOVES = {
        "status": {
            Status.OFFERED: {Status.SCHEDULED, Status.DECLINED, Status.WITHDRAWN},
            Status.SCHEDULED: {Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW},
            Status.COMPLETED: {Status.SCHEDULED},  # a slip at the day board, undone at once
            Status.NO_SHOW: {Status.SCHEDULED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="staff_assignments", db_constraint=False
    )
    staff = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("staff member"),
        db_constraint=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("person"),
        db_constraint=False,
        db_index=False,
    )
    role = models.ForeignKey(
        StaffRole, models.PROTECT, related_name="assignments", verbose_name=_("role")
    )
    shift = models.ForeignKey(
        Shift,
        models.CASCADE,
        related_name="assignments",
        verbose_name=_("shift"),
        db_constraint=False,
    )
    start_time = models.DateTimeField(_("starts"))
    end_time = models.DateTimeField(_("ends"))
    required_staff = models.PositiveIntegerField(_("people needed"))
    revision = models.PositiveIntegerField(_("revision"))
    slot = models.PositiveIntegerField(_("place"))
    status = models.TextField(_("status"), choices=Status, default=Status.OFFERED)
    offered_at = models.DateTimeField(_("offered"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    checked_in_at = models.DateTimeField(_("came"), null=True)
    checked_out_at = models.DateTimeField(_("went"), null=True)
    notes = EncryptedTextField(_("notes"), blank=True, multiline=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        Own("user", may="view"),
        May("event", "staff"),
        MyShift("shift", may="view"),
        Admin(),
        System("staffing.roster", may="view"),
        System("staffing.feed", may="view", when=Q(user=Actor())),
        System("staffing.swap", may="view", when=Q(user=Actor())),
        System("staffing.answer", may="view", when=Q(user=Actor())),
        System("staffing.answer", may="change", title="once", columns=["status", "answered_at"],
               when=Q(user=Actor(), status="offered"),
               then=Q(status__in=["scheduled", "declined"])),
        Agrees("shift", on="event"),
        Copies("shift", "start_time", "end_time", "required_staff", "revision"),
        Copies("staff", "user"),
    ]  # fmt: skip

    class Meta:
        db_table = "staff_assignments"
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="offered", answered_at=None, closed_at=None)
                | Q(status__in=["scheduled", "declined"], answered_at__isnull=False, closed_at=None)
                | Q(status="withdrawn", answered_at=None, closed_at__isnull=False)
                | Q(
                    status__in=["completed", "cancelled", "no_show"],
                    answered_at__isnull=False,
                    closed_at__isnull=False,
                ),
                name="staff_assignments_status_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(checked_in_at=None, checked_out_at=None)
                | Q(status="scheduled", checked_in_at__isnull=False, checked_out_at=None)
                | Q(status="completed", checked_in_at__isnull=False, checked_out_at__isnull=False),
                name="staff_assignments_here_while_on_it",
            ),
            models.CheckConstraint(
                condition=Q(checked_out_at=None) | Q(checked_out_at__gte=F("checked_in_at")),
                name="staff_assignments_out_after_in",
            ),
            models.UniqueConstraint(
                fields=["id", "event", "staff", "user", "role", "start_time", "end_time"],
                name="staff_assignments_id_times",
            ),
            models.UniqueConstraint(
                fields=["shift", "staff"],
                condition=Q(status__in=LIVE),
                name="staff_assignments_once_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(slot__gt=0) & (~Q(status__in=LIVE) | Q(slot__lte=F("required_staff"))),
                name="staff_assignments_within_the_shift",
            ),
            models.UniqueConstraint(
                fields=["shift", "slot"],
                condition=Q(status__in=LIVE),
                name="staff_assignments_one_a_slot",
            ),
            ExclusionConstraint(
                name="staff_assignments_one_place_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(
                            "start_time",
                            "end_time",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status__in=LIVE),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [models.Index(fields=["user", "start_time"], name="staff_assignments_of_person")]

    def __str__(self):
        return _("assignment %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def is_live(self):
        return self.status in LIVE

    @property
    def planned_minutes(self):
        return _minutes(self.start_time, self.end_time)

    @property
    def actual_minutes(self):
        """None where it is not noted when they came and went."""
        if self.checked_out_at is None:
            return None
        return _minutes(self.checked_in_at, self.checked_out_at)


def _minutes(start, end):
    return int((end - start).total_seconds() // 60)


class ShiftFeed(SecretLink):
    """The link to one person's shifts, for their calendar."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shift_feed")

    access = [Own("user", may="view add delete"), System("staffing.feed", may="view")]

    class Meta(SecretLink.Meta):
        db_table = "shift_feeds"
