"""
Makes the events the bench buys from, through the rules: SLUG PLACES BOUGHT [CODE], a code for half
the price. Prints the codes of tickets as JSON.
"""

import json
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
from fashionista.demo.buying import buy  # noqa: E402
from ticketing.capacity import set_capacity  # noqa: E402
from ticketing.models import Ticket, TicketType, Voucher  # noqa: E402


def make(organizer, slug, places, code, now):
    with acting_as(organizer), transaction.atomic():
        event = Event.objects.create(
            organizer=organizer,
            venue=Venue.objects.get(name="Copper Mill Hall"),
            title=slug.replace("-", " ").capitalize(),
            slug=slug,
            summary="Made by the bench.",
            description="Made by the bench.",
            type=Event.Type.FASHION_SHOW,
            start_date=now + timedelta(days=90),
            end_date=now + timedelta(days=90, hours=2),
            capacity=600,
            currency="GBP",
        )
        TicketType.objects.create(event=event, name="Seat", price=Decimal(20), quantity=places)
        set_capacity(event)
        if code:
            Voucher.objects.create(event=event, code=code, kind=Voucher.Kind.PERCENT, value=50)
        return publish_event(event, by=organizer, at=now)


def main(name, places, bought, code=""):
    now = timezone.now()
    with acting_as("accounts.login"):
        organizer = User.objects.get(email="organizer@fashionista.example")
    event = make(organizer, name, int(places), code, now)
    for _ in range(int(bought)):
        buy(event, "Seat", 1, "Bench Guest", "bench@mail.example", now)
    with acting_as(organizer):
        print(json.dumps([ticket.code for ticket in Ticket.objects.filter(event=event)]))


main(*sys.argv[1:])
