"""The sale of an event once more: what is sold, when and how, with nothing sold yet."""

from django.db import transaction

from events.duplicating import copy_of
from events.models import Event
from events.moving import Distance

from .capacity import set_capacity
from .models import EventSlot, Gate, PriceStep, Question, RefundPolicy, TicketType


@transaction.atomic
def copy_sale(source: Event, event: Event, distance: Distance) -> None:
    """
    Ticket types with early prices, times, questions, gates and the return policy of an event.

    Sale windows and times are as far on as the event. Codes stay with the old one: people know
    them. What was marked as sold out is on sale again.
    """
    types = _copy_types(source, event, distance)
    PriceStep.objects.bulk_create(
        copy_of(
            step,
            event=event,
            ticket_type=types[step.ticket_type_id],
            until=distance.beyond(step.until),
        )
        for step in PriceStep.objects.filter(event=source)
    )
    EventSlot.objects.bulk_create(
        copy_of(slot, event=event, starts_at=start, ends_at=end, held=0, sold=0)
        for slot in EventSlot.objects.filter(event=source)
        for start, end in [distance.stretch(slot.starts_at, slot.ends_at)]
    )
    _copy_questions(source, event, types)
    for kind in (Gate, RefundPolicy):
        kind.objects.bulk_create(
            copy_of(row, event=event) for row in kind.objects.filter(event=source)
        )
    set_capacity(event)


def _copy_types(source, event, distance):
    """{old key: new type}; a companion comes after the type it accompanies."""
    copies: dict = {None: None}
    waiting = list(TicketType.objects.filter(event=source).order_by("position"))
    while ready := [kind for kind in waiting if kind.companion_of_id in copies]:
        for kind in ready:
            copies[kind.pk] = _copy_of_type(kind, event, distance, copies[kind.companion_of_id])
        TicketType.objects.bulk_create(copies[kind.pk] for kind in ready)
        waiting = [kind for kind in waiting if kind.pk not in copies]
    return copies


def _copy_of_type(kind, event, distance, companion_of):
    start, end = kind.sale_start, kind.sale_end
    if start and end:
        start, end = distance.stretch(start, end)
    else:
        start, end = distance.beyond(start), distance.beyond(end)
    is_off = kind.status == TicketType.Status.INACTIVE
    return copy_of(
        kind,
        event=event,
        companion_of=companion_of,
        sale_start=start,
        sale_end=end,
        status=kind.status if is_off else TicketType.Status.ACTIVE,
        held=0,
        sold=0,
        waiting=0,
    )


def _copy_questions(source, event, types):
    copies: dict = {None: None}
    waiting = list(Question.objects.filter(event=source))
    while ready := [each for each in waiting if each.depends_on_id in copies]:
        for asked in ready:
            copies[asked.pk] = copy_of(
                asked,
                event=event,
                ticket_type=types[asked.ticket_type_id],
                depends_on=copies[asked.depends_on_id],
            )
        Question.objects.bulk_create(copies[asked.pk] for asked in ready)
        waiting = [asked for asked in waiting if asked.pk not in copies]
