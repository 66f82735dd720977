"""An event has other dates, or none for now: its sale follows, and who holds tickets is told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from communications.notifications import language_of
from events.models import Event
from events.moving import Distance
from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope

from .exceptions import OutsideTheEvent, SaleEndsFirst
from .issuing import files_of, tell_buyer, tickets_to_mail
from .models import EventSlot, Order, TicketType
from .returning import last_moment, policy_of

TELL_ALL, TELL = "ticketing.tell_dates", "ticketing.tell_new_date"


@transaction.atomic
def move_sale(event: Event, distance: Distance) -> None:
    """
    Move the ends of sales and the times of an event as far as the event, sold ones too.

    When sales open, and until when early prices are, stays as it was announced. Raises
    SaleEndsFirst, and OutsideTheEvent where a time would lie outside its event.
    """
    types = TicketType.objects.select_for_update().filter(event=event, sale_end__isnull=False)
    for kind in types.order_by("pk"):
        kind.sale_end = distance.beyond(kind.sale_end)
        if kind.sale_start and kind.sale_end <= kind.sale_start:
            raise SaleEndsFirst
        kind.save(update_fields=["sale_end"])
    slots = list(EventSlot.objects.select_for_update().filter(event=event).order_by("pk"))
    for slot in distance.safely(slots, "starts_at"):
        slot.starts_at, slot.ends_at = distance.stretch(slot.starts_at, slot.ends_at)
        if not event.start_date <= slot.starts_at < slot.ends_at <= event.end_date:
            raise OutsideTheEvent
        slot.save(update_fields=["starts_at", "ends_at"])
    if event.status != Event.Status.DRAFT:
        tell_everybody(event)


@transaction.atomic
def tell_everybody(event: Event) -> None:
    """Promise a mail to each buyer: what they read is what is so when it is written."""
    outbox.post(TELL_ALL, event.pk, can_wait=True)


@transaction.atomic
def promise_each(event_id: UUID) -> None:
    """A message for each order of an event that holds tickets."""
    with acting_as("ticketing.calloff"):
        sold = Order.objects.filter(event=event_id, status=Order.Status.COMPLETED)
        keys = list(sold.order_by("completed_at").values_list("pk", flat=True))
    for key in keys:
        outbox.post(TELL, key, can_wait=True)


@transaction.atomic
def tell_dates(order_id: UUID, *, at: datetime) -> None:
    """Tell a buyer that their event has other dates, with tickets that say so, or has none yet."""
    with order_in_scope(order_id), acting_as("ticketing.issue"):
        order = Order.objects.select_related("event__venue").get(pk=order_id)
        tickets = [ticket for ticket in tickets_to_mail(order_id) if ticket.is_open]
        if order.event.status == Event.Status.POSTPONED and tickets:
            tell_buyer("ticketing/postponed", order)
        elif order.event.status == Event.Status.PUBLISHED and tickets:
            until = last_moment(order, tickets)
            tell_buyer(
                "ticketing/new_date",
                order,
                attachments=files_of(
                    tickets,
                    name=order.number,
                    page=reverse("ticketing:order_detail", args=[order.pk]),
                    language=language_of(order.user_id, otherwise=order.language),
                ),
                times=sorted({ticket.starts_at for ticket in tickets}),
                policy=policy_of(order) if until and until > at else None,
                ends_at=until,
            )
