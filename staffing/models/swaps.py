"""Shifts that people want to hand on to each other."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from fashionista.common.access import Actor, Admin, Among, Copies, Guarded, Own, System

from .crew import StaffMember, StaffRole
from .shifts import StaffAssignment

OPEN_SWAPS = ["open", "taken"]


class OnMyBooks(Among):
    """Of an organizer on whose books the person is."""

    circle = "my_books"


class MyStaffRow(Among):
    """The person's own entries on the books of organizers."""

    circle = "my_staff_rows"


class ShiftSwap(Guarded):
    """
    Somebody asks to hand on a shift of theirs, to one colleague or to anybody who fits.

    It carries what colleagues need to know of the shift, kept so by the database: they do not see
    the shift itself. The event and the organizer are not links, since who asks need not see them.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES = {
        "status": {
            Status.OPEN: {Status.TAKEN, Status.DECLINED, Status.REFUSED, Status.WITHDRAWN},
            Status.TAKEN: {Status.APPROVED, Status.REFUSED, Status.WITHDRAWN},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(
        StaffAssignment,
        models.CASCADE,
        related_name="swaps",
        verbose_name=_("assignment"),
        db_constraint=False,
    )
    event = models.UUIDField(_("event"), db_column="event_id")
    staff = models.ForeignKey(
        StaffMember,
        models.CASCADE,
        related_name="swaps",
        verbose_name=_("staff member"),
        db_constraint=False,
    )
    organizer = models.UUIDField(_("organizer"), db_column="organizer_id")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="shift_swaps",
        verbose_name=_("person"),
    )
    role = models.ForeignKey(
        StaffRole, models.PROTECT, related_name="swaps", verbose_name=_("role")
    )
    start_time = models.DateTimeField(_("starts"))
    end_time = models.DateTimeField(_("ends"))
    to = models.ForeignKey(
        StaffMember,
        models.CASCADE,
        null=True,
        related_name="swaps_asked",
        verbose_name=_("to"),
    )
    taken_by = models.ForeignKey(
        StaffMember,
        models.CASCADE,
        null=True,
        related_name="swaps_taken",
        verbose_name=_("taken by"),
    )
    agreed_start = models.DateTimeField(null=True)  # the times when it was taken
    agreed_end = models.DateTimeField(null=True)
    status = models.TextField(_("status"), choices=Status, default=Status.OPEN)
    asked_at = models.DateTimeField(_("asked"))
    taken_at = models.DateTimeField(_("taken"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    access = [
        Own("user", may="view"),
        Own("user", may="change", title="withdraw",
            when=Q(status__in=OPEN_SWAPS), then=Q(status="withdrawn")),
        OnMyBooks("organizer", may="view", when=Q(status="open", to=None)),
        OnMyBooks("organizer", may="change", title="take",
                  when=Q(status="open", to=None), then=Q(status="taken")),
        MyStaffRow("to", may="view", when=Q(status__in=["open", "declined"])),
        MyStaffRow("to", may="change", title="answer",
                   when=Q(status="open"), then=Q(status__in=["taken", "declined"])),
        MyStaffRow("taken_by", may="view"),
        May("event", "staff"),
        Admin(),
        System("staffing.swap", may="view add", when=Q(user=Actor(), status="open")),
        Copies("assignment", "event", "staff", "user", "role", "start_time", "end_time"),
        Copies("staff", "organizer"),
    ]  # fmt: skip

    class Meta:
        db_table = "shift_swaps"
        verbose_name = _("swap")
        verbose_name_plural = _("swaps")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(status__in=OPEN_SWAPS),
                name="shift_swaps_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="open", taken_by=None, taken_at=None, decided_at=None)
                | Q(
                    status="taken",
                    taken_by__isnull=False,
                    taken_at__isnull=False,
                    agreed_start__isnull=False,
                    agreed_end__isnull=False,
                    decided_at=None,
                )
                | Q(
                    status="approved",
                    taken_by__isnull=False,
                    taken_at__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(status__in=["refused", "declined", "withdrawn"], decided_at__isnull=False),
                name="shift_swaps_status_is_stamped",
            ),
            models.CheckConstraint(
                condition=(Q(to=None) | ~Q(to=F("staff")))
                & (Q(taken_by=None) | ~Q(taken_by=F("staff"))),
                name="shift_swaps_between_two",
            ),
        ]
        indexes = [models.Index(fields=["organizer", "start_time"], name="shift_swaps_of_books")]

    def __str__(self):
        return _("swap %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def event_id(self):
        return self.event
