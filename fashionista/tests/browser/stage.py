"""
Puts an event on, for one test: `python -m fashionista.tests.browser.stage SLUG [house]`.

Else, for the story, a show of two ticket types: one is hidden and asks a question; a code opens it,
and makes it cheaper. A house is Northlight's and sells one kind of each.
"""

import os
import sys
from datetime import timedelta
from decimal import Decimal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from events.models import Event, Venue  # noqa: E402
from events.publishing import publish_event  # noqa: E402
from fashionista.common.identity import acting_as  # noqa: E402
from ticketing.capacity import set_capacity  # noqa: E402
from ticketing.models import Gate, Question, RefundPolicy, TicketType, Voucher  # noqa: E402


def put_on_an_evening(event):
    kinds = {"event": event, "vat_rate": Decimal(20)}
    TicketType.objects.create(name="Stalls", price=Decimal(40), quantity=1, **kinds)
    bench = TicketType.objects.create(
        name="Atelier bench", price=Decimal(80), quantity=2, is_hidden=True, **kinds
    )
    Question.objects.create(
        event=event,
        ticket_type=bench,
        label="Which shoe size do you wear?",
        kind=Question.Kind.NUMBER,
        required=True,
        at_door=True,
    )
    Voucher.objects.create(
        event=event, code="BENCH", kind=Voucher.Kind.PERCENT, value=25, ticket_type=bench
    )
    RefundPolicy.objects.create(event=event, hours=24, fee_percent=10)


def open_a_house(event):
    def sell(name, price, quantity, **more):
        kind = TicketType(event=event, name=name, price=Decimal(price), quantity=quantity, **more)
        kind.save(force_insert=True)
        return kind

    sell("Seat", 20, 40, position=1)
    sell("Last stool", 30, 1, position=2)
    sell("Friend of the house", 15, 20, lowest_price=Decimal(5), position=3)
    place = sell("Wheelchair place", 20, 4, position=4)
    sell("Companion", 0, 4, companion_of=place, position=5)
    sell("Day pass", 10, 20, entry_policy=TicketType.EntryPolicy.IN_AND_OUT, position=6)
    RefundPolicy.objects.create(event=event, hours=24, fee_percent=10, approval=True)
    for name in ("Quay", "Lift"):
        Gate.objects.create(event=event, name=name)


PUT_ON = {
    "evening": ("organizer", "One Evening Only", put_on_an_evening),
    "house": ("organizer2", "Open House {}", open_a_house),
}


def main(slug, what="evening"):
    name, title, put_on = PUT_ON[what]
    with acting_as("accounts.login"):
        organizer = User.objects.get(email=f"{name}@fashionista.example")
    now = timezone.now()
    start = now + timedelta(days=40)
    with acting_as(organizer), transaction.atomic():
        event = Event.objects.create(
            organizer=organizer,
            venue=Venue.objects.get(name="Copper Mill Hall"),
            title=title.format(slug.rpartition("-")[2]),
            slug=slug,
            summary="Twelve looks, one walk, no second night.",
            description="A show made for one evening.",
            type=Event.Type.FASHION_SHOW,
            start_date=start,
            end_date=start + timedelta(hours=2),
            capacity=100,
            currency="GBP",
        )
        put_on(event)
        set_capacity(event)
        publish_event(event, by=organizer, at=now)


main(*sys.argv[1:])
