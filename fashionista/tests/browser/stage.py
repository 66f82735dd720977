"""
Puts a show on, for the story: `python -m fashionista.tests.browser.stage SLUG`. Of two ticket types
one is hidden and asks a question; a code opens it, and makes it cheaper.
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
from ticketing.models import Question, RefundPolicy, TicketType, Voucher  # noqa: E402


def main(slug):
    with acting_as("accounts.login"):
        organizer = User.objects.get(email="organizer@fashionista.example")
    now = timezone.now()
    start = now + timedelta(days=40)
    with acting_as(organizer), transaction.atomic():
        event = Event.objects.create(
            organizer=organizer,
            venue=Venue.objects.get(name="Copper Mill Hall"),
            title="One Evening Only",
            slug=slug,
            summary="Twelve looks, one walk, no second night.",
            description="A show made for one evening.",
            type=Event.Type.FASHION_SHOW,
            start_date=start,
            end_date=start + timedelta(hours=2),
            capacity=100,
            currency="GBP",
        )
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
        set_capacity(event)
        publish_event(event, by=organizer, at=now)


main(sys.argv[1])
