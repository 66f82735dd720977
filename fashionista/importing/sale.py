"""Guests who are given tickets, and the names on tickets."""

import uuid
from collections import defaultdict
from datetime import UTC

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.access import AtMyEvents
from events.models import Event
from fashionista.common.admin import only_admins
from fashionista.common.errors import DomainError
from fashionista.common.sealing import normalised
from ticketing.exceptions import SoldOut
from ticketing.giving import MOST, Giveaway
from ticketing.handing_on import correct_name
from ticketing.models import EventSlot, Order, Ticket, TicketType
from ticketing.permissions import can_refund_event, can_sell
from ticketing.refunding import refund_order

from .kinds import Column, Kind

TIMES = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M"]
ADDRESS = gettext_lazy("Enter the full address, like name@example.com.")


class HasBeenUsed(DomainError):
    message = gettext_lazy("A ticket of it has been used at the door.")


class NotYoursToRefund(DomainError):
    message = gettext_lazy("Calling tickets back needs the right to refund at this event.")


class NameHasChanged(DomainError):
    message = gettext_lazy("The ticket has another name by now.")


class OfAnEvent(Kind):
    """What may be done at an event by whoever sells there."""

    needs = gettext_lazy("Event")
    allowed = staticmethod(can_sell)

    @staticmethod
    def targets(user):
        events = Event.objects.select_related("venue").order_by("-start_date")
        return events if only_admins(user) else events.filter(AtMyEvents("pk", "sell"))

    @staticmethod
    def offered(targets, at):
        return targets.filter(status=Event.Status.PUBLISHED, end_date__gt=at)


class Guests(OfAnEvent):
    title = gettext_lazy("Guests")
    about = gettext_lazy(
        "Tickets given away, an order for each row. The mails go out once all of it is imported."
    )
    columns = {
        "name": Column(
            forms.CharField(label=gettext_lazy("Full name"), max_length=200), "Pia Press"
        ),
        "email": Column(
            forms.CharField(
                label=gettext_lazy("Email"), max_length=254, validators=[EmailValidator(ADDRESS)]
            ),
            "pia@paper.example",
            ("e-mail",),
        ),
        "ticket_type": Column(
            forms.CharField(
                label=gettext_lazy("Ticket type"),
                max_length=200,
                help_text=gettext_lazy("Its name, as this event has it; hidden ones too."),
            ),
            "Stalls",
        ),
        "number": Column(
            forms.IntegerField(
                label=gettext_lazy("How many?"),
                min_value=1,
                max_value=MOST,
                required=False,
                help_text=gettext_lazy("Left open, it is one."),
            ),
            "2",
        ),
        "time": Column(
            forms.DateTimeField(
                label=gettext_lazy("Time"),
                required=False,
                input_formats=TIMES,
                help_text=gettext_lazy(
                    "For tickets of a chosen time: when it starts, on the clock of the venue,"
                    " such as 2027-03-28 10:30."
                ),
            ),
        ),
        "note": Column(
            forms.CharField(
                label=gettext_lazy("Note for the door"), max_length=2000, required=False
            ),
            "First row",
        ),
    }

    def __init__(self, target, *, by, at):
        super().__init__(target, by=by, at=at)
        self.types, self.slots = defaultdict(list), defaultdict(list)
        for kind in TicketType.objects.filter(event=target).select_related("companion_of"):
            kind.event = target
            self.types[normalised(kind.name)].append(kind)
        for slot in EventSlot.objects.filter(event=target):
            self.slots[slot.starts_at].append(slot)

    def before_import(self, dataset, **kwargs):
        """What is left, and who has been given tickets before: asked once for the whole file."""
        self.giveaway = Giveaway(self.target)
        given = Order.objects.filter(
            event=self.target,
            status=Order.Status.COMPLETED,
            total_amount=0,
            buyer_email__in=sorted({*dataset["email"]} - {""}),
        )
        self.given = {
            (normalised(email), type_id): number
            for email, type_id, number in (
                (order.buyer_email, line.ticket_type_id, order.number)
                for order in given.prefetch_related("lines")
                for line in order.lines.all()
            )
        }

    def check(self, told, wrong):
        if "ticket_type" not in wrong:
            types = self.types[normalised(told.ticket_type)]
            if len(types) != 1:
                words = (
                    _("This event has several ticket types called “%(name)s”.")
                    if types
                    else _("This event has no ticket type called “%(name)s”.")
                )
                yield "ticket_type", words % {"name": told.ticket_type[:60]}
            elif "email" not in wrong:
                for sentence in self.twice(normalised(told.email), types[0].pk):
                    yield "email", sentence
                if number := self.given.get((normalised(told.email), types[0].pk)):
                    words = _("This address was given such tickets already: order %(number)s.")
                    yield "email", words % {"number": number}
        if "time" not in wrong and told.time and not self._slot(told):
            yield "time", _("This event has no such time, or several.")

    def _slot(self, told):
        """The one time of the event that starts then, on the clock of its venue."""
        if not told.time:
            return None
        moment = told.time.replace(tzinfo=self.target.zone).astimezone(UTC)
        found = self.slots[moment]
        return found[0] if len(found) == 1 else None

    def make(self, told):
        order = self.giveaway.give(
            self.types[normalised(told.ticket_type)][0],
            order_id=uuid.uuid4(),
            number=told.number or 1,
            name=told.name,
            email=told.email,
            slot=self._slot(told),
            note=told.note,
            by=self.by,
            at=self.at,
        )
        return order.pk, None

    def after_import(self, dataset, result, **kwargs):
        """The places of all of them; where others were faster meanwhile, the last has none."""
        try:
            self.giveaway.take_places()
        except SoldOut as refusal:
            last = len(dataset)
            result.append_invalid_row(last, {}, ValidationError(refusal.sentence))

    def take_back(self, key, before):
        order = Order.objects.filter(pk=key, event=self.target).first()
        if order is None or order.status != Order.Status.COMPLETED:  # called back already
            return
        if not can_refund_event(self.by, self.target.pk):
            raise NotYoursToRefund
        if order.tickets.filter(status=Ticket.Status.USED).exists():
            raise HasBeenUsed
        refund_order(order, by=self.by, at=self.at)

    @classmethod
    def shown(cls, keys):
        return {
            str(order.pk): (
                f"{order.number}, {order.buyer_name}",
                reverse("admin:ticketing_order_change", args=[order.pk]),
            )
            for order in Order.objects.filter(pk__in=keys)
        }


class Attendees(OfAnEvent):
    title = gettext_lazy("Attendees")
    about = gettext_lazy(
        "Who comes on tickets that are sold: the names on them. Whoever holds such a ticket gets it"
        " by mail once more."
    )
    columns = {
        "order": Column(forms.CharField(label=gettext_lazy("Order"), max_length=16), "FP-RWY4K7QD"),
        "ticket": Column(
            forms.IntegerField(
                label=gettext_lazy("Ticket"),
                min_value=1,
                max_value=9999,
                help_text=gettext_lazy("Its number in the order: 1, 2, 3 …"),
            ),
            "1",
        ),
        "name": Column(
            forms.CharField(label=gettext_lazy("Full name"), max_length=200), "Ida Inviti"
        ),
    }

    def before_import(self, dataset, **kwargs):
        numbers = {said.upper() for said in dataset["order"] if said}
        found = Ticket.objects.filter(event=self.target, order__number__in=sorted(numbers))
        self.tickets = {
            (ticket.order.number, ticket.number): ticket for ticket in found.select_related("order")
        }

    def check(self, told, wrong):
        if wrong & {"order", "ticket"}:
            return
        place = told.order.upper(), told.ticket
        for sentence in self.twice(*place):
            yield "ticket", sentence
        if place not in self.tickets:
            yield "order", _("This event has no such ticket.")
        elif self.tickets[place].status != Ticket.Status.VALID:
            yield "ticket", _("This ticket is used, or not valid any more.")
        elif "name" not in wrong and self.tickets[place].holder_name == told.name:
            yield "name", _("The ticket has this name already.")

    def make(self, told):
        ticket = self.tickets[told.order.upper(), told.ticket]
        before = ticket.holder_name
        correct_name(ticket, name=told.name, by=self.by, at=self.at)
        return ticket.pk, [before, told.name]

    def take_back(self, key, before):
        earlier, name = before
        ticket = Ticket.objects.filter(pk=key, event=self.target).first()
        if ticket is None or ticket.holder_name != name:
            raise NameHasChanged
        if ticket.status == Ticket.Status.USED:
            raise HasBeenUsed
        correct_name(ticket, name=earlier, by=self.by, at=self.at)

    @classmethod
    def shown(cls, keys):
        return {
            str(ticket.pk): (
                f"{ticket.order.number}, {ticket.number}: {ticket.holder_name}",
                reverse("admin:ticketing_order_change", args=[ticket.order_id]),
            )
            for ticket in Ticket.objects.filter(pk__in=keys).select_related("order")
        }
