"""What of its sale an event lacks before it is shown."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.checklist import Item, desk_page, on_checklist
from events.models import Event

from .models import EventSlot, RefundPolicy, TicketType


@on_checklist
def of_the_sale(event: Event, rights: set[str], at: datetime) -> Iterable[Item]:
    if "sell" not in rights:
        return
    types = TicketType.objects.filter(Q(sale_end=None) | Q(sale_end__gt=at), event=event)
    on_sale = list(types.filter(status=TicketType.Status.ACTIVE, quantity__gt=0))
    yield Item(
        _("Tickets"),
        bool(on_sale),
        _("Nothing is on sale: add a ticket type with places."),
        desk_page(event, "ticket_types-group"),
    )
    if any(kind.needs_slot for kind in on_sale):
        yield Item(
            _("Times"),
            EventSlot.objects.filter(event=event, ends_at__gt=at).exists(),
            _("Some tickets are for a chosen time, and there is none to choose."),
            reverse("admin:ticketing_eventslot_add_times", args=[event.pk]),
        )
    yield Item(
        _("Return of tickets"),
        RefundPolicy.objects.filter(event=event).exists(),
        _("Nothing is said about it, so buyers cannot return tickets themselves."),
        desk_page(event, "refund_policies-group"),
    )
