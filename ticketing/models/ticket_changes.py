"""What became of a ticket between the sale and the door."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from fashionista.common.access import Actor, Agrees, Guarded, OrderScope, System, Through
from fashionista.common.encryption import BlindIndexField

from .orders import Order
from .tickets import Ticket


class TicketChangeQuerySet(models.QuerySet):
    def with_old_code(self, code):
        """The passing on that made this code worthless, found by its keyed hash."""
        return self.filter(
            old_code_index=TicketChange._meta.get_field("old_code_index").digest(code)
        )


class TicketChange(Guarded):
    """One time that a ticket's holder was corrected, or became somebody else."""

    class Kind(models.TextChoices):
        CORRECTED = "corrected", _("name corrected")
        TRANSFERRED = "transferred", _("passed on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="changes", verbose_name=_("ticket"),
        db_constraint=False,
    )  # fmt: skip
    order = models.ForeignKey(
        Order, models.PROTECT, related_name="ticket_changes", db_constraint=False
    )
    event = models.ForeignKey(Event, models.PROTECT, related_name="ticket_changes")
    kind = models.TextField(_("what"), choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="ticket_changes",
        verbose_name=_("by"),
    )  # nobody: who has the link, and no account
    old_code_index = BlindIndexField("old_code", unique=True)
    created_at = models.DateTimeField(_("at"))

    objects = TicketChangeQuerySet.as_manager()

    access = [
        Through("ticket"),
        System("ticketing.transfer", may="add",
               when=Q(order=OrderScope()) & (Q(by=Actor()) | Q(by__isnull=True))),
        System("ticketing.issue", may="view"),
        Agrees("ticket", "order", on="event"),
    ]  # fmt: skip

    class Meta:
        db_table = "ticket_changes"
        verbose_name = _("change of a ticket")
        verbose_name_plural = _("changes of tickets")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="corrected", old_code_index__isnull=True)
                | Q(kind="transferred", old_code_index__isnull=False),
                name="ticket_changes_passed_on_ends_a_code",
            ),
        ]

    def __init__(self, *args, old_code="", **kwargs):
        """`old_code` is the ticket's until then. Only its keyed hash is kept."""
        super().__init__(*args, **kwargs)
        self.old_code = old_code

    def __str__(self):
        return f"{self.get_kind_display()} {self.created_at:%H:%M:%S}"
