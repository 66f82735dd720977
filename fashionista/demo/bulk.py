"""The big season: tens of thousands of events and a million tickets, to measure with."""

import tomllib
import uuid
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.text import slugify

from accounts.models import User, UserProfile
from events.models import (
    Event,
    EventCategory,
    EventSchedule,
    EventTag,
    EventTagAssignment,
    OrganizerProfile,
    Venue,
)
from ticketing import codes, drawing
from ticketing.models import (
    CheckIn,
    EventCapacity,
    Order,
    OrderLine,
    Payment,
    PaymentEvent,
    Ticket,
    TicketType,
)

from .copying import copy_in
from .planting import PASSWORD

HOUSES, VENUES, PEOPLE = 100, 300, 5_000
CHUNK = 200  # events written together
WORDS = tomllib.loads((Path(__file__).parent / "big_season.toml").read_text())
CITIES = WORDS["cities"]
FIRST, SECOND, GIVEN, FAMILY = (
    WORDS[name].split() for name in ("first", "second", "given", "family")
)
# Some thousand words, so that each is in a few descriptions only, as words are.
LEXICON = ["".join(parts) for parts in product(WORDS["syllables"].split(), repeat=3)]
PRICES = [Decimal(price) for price in ("0", "15", "25", "40", "60", "90", "140")]
UPCOMING = 0.25  # of the events ...
SOLD_AHEAD = 0.03  # ... and of the tickets, which are drawn, as theirs may still be scanned


class BigSeason:
    """Plants `events` with `tickets` in all on top of what there is. Run it as the owner."""

    def __init__(self, *, events, tickets, at, say):
        self.events, self.tickets, self.at, self.say = events, tickets, at, say
        self.dice = Random(2027)
        self.mark = uuid.uuid4().hex[:6]  # so that a second season has addresses of its own
        self.made = Counter()

    def plant(self):
        self.say("houses, venues and people")
        with transaction.atomic():
            self._people()
            self._places()
        ahead = round(self.events * UPCOMING)
        to_sell = {True: round(self.tickets * SOLD_AHEAD)}
        to_sell[False] = self.tickets - to_sell[True]
        left = {True: ahead, False: self.events - ahead}
        for begun in range(0, self.events, CHUNK):
            with transaction.atomic():
                chunk = Chunk(self)
                for number in range(begun, min(begun + CHUNK, self.events)):
                    is_ahead = number < ahead
                    share = round(to_sell[is_ahead] / left[is_ahead])
                    sold = chunk.event(number, is_ahead, share)
                    to_sell[is_ahead] -= sold
                    left[is_ahead] -= 1
                chunk.write()
            self.say(f"{min(begun + CHUNK, self.events)} events, {self.made['tickets']} tickets")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _people(self):
        password = make_password(PASSWORD)
        kinds = ["organizer"] * HOUSES + ["attendee"] * PEOPLE
        users = [
            User(
                email=f"{kind}-{number}-{self.mark}@mail.example",
                full_name=self.name(),
                password=password,
                user_type=kind,
                status="active",
            )
            for number, kind in enumerate(kinds)
        ]
        copy_in(users)
        copy_in([UserProfile(user=user) for user in users])
        self.houses, self.people = users[:HOUSES], users[HOUSES:]
        copy_in(
            [
                OrganizerProfile(
                    user=user,
                    public_name=f"House of {user.full_name}",
                    slug=f"house-{number}-{self.mark}",
                )
                for number, user in enumerate(self.houses)
            ]
        )

    def _places(self):
        self.venues = []
        for number in range(VENUES):
            city, country, zone, currency = CITIES[number % len(CITIES)]
            venue = Venue(
                owner=self.houses[number % HOUSES],
                name=f"{self.dice.choice(FIRST)} {self.dice.choice(('Hall', 'Mill', 'Rooms'))}",
                slug=f"hall-{number}-{self.mark}",
                address=f"{number + 1} Loom Street",
                city=city,
                country=country,
                capacity=20_000,
                timezone=zone,
            )
            venue.money = currency
            self.venues.append(venue)
        copy_in(self.venues)
        self.categories = list(EventCategory.objects.all())
        self.tags = list(EventTag.objects.all())

    def name(self):
        return f"{self.dice.choice(GIVEN)} {self.dice.choice(FAMILY)}"


class Chunk:
    """Some events with all that hangs on them, written table by table, parents first."""

    ORDER = [
        Event, EventSchedule, EventTagAssignment, TicketType, EventCapacity, Order, OrderLine,
        Payment, PaymentEvent, Ticket, CheckIn,
    ]  # fmt: skip

    def __init__(self, season):
        self.season, self.dice, self.at = season, season.dice, season.at
        self.rows = defaultdict(list)

    def add(self, row):
        self.rows[type(row)].append(row)
        return row

    def write(self):
        for model in self.ORDER:
            copy_in(self.rows[model])

    def event(self, number, is_ahead, share):
        """One event with about `share` tickets. Returns how many were sold."""
        dice, season = self.dice, self.season
        venue = season.venues[number % VENUES]
        days = dice.randint(1, 240) if is_ahead else -dice.randint(1, 700)
        start = self.at.replace(minute=0, second=0, microsecond=0) + timedelta(
            days=days, hours=dice.randint(-6, 6)
        )
        status = "completed"
        if is_ahead:
            status = dice.choices(["published", "draft", "postponed", "cancelled"], [90, 4, 3, 3])[
                0
            ]
        sold = max(0, round(dice.gauss(share, share / 3))) if share else 0
        if number == 0 and season.tickets > 10_000:
            sold = season.tickets // 200  # one that everybody wants
        title = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number}"
        event = self.add(
            Event(
                organizer=venue.owner,
                title=title,
                slug=f"{slugify(title)}-{season.mark}",
                summary=f"{dice.choice(SECOND)} and {dice.choice(SECOND).lower()}, by hand.",
                description=" ".join(dice.choices(LEXICON, k=40)),
                start_date=start,
                end_date=start + timedelta(hours=3),
                venue=venue,
                status=status,
                capacity=20_000,
                type=dice.choice(Event.Type.values),
                category=dice.choice(season.categories) if season.categories else None,
                currency=venue.money,
                thread=dice.choice(Event.Thread.values),
                cover=dice.choice(Event.Cover.values),
            )
        )
        self.add(EventSchedule(event=event, title="Doors", start_time=start, end_time=start))
        for tag in dice.sample(season.tags, min(2, len(season.tags))):
            self.add(EventTagAssignment(event=event, tag=tag))
        kinds = [
            self.add(
                TicketType(
                    event=event, name=name, price=dice.choice(PRICES), position=place, quantity=0
                )
            )
            for place, name in enumerate(("Standing", "Seat", "Front row"))
        ]
        left = sold if status in ("published", "completed") else 0
        total = left
        while left:
            left -= self._order(event, dice.choice(kinds), min(left, dice.randint(1, 4)))
        for kind in kinds:
            kind.quantity = kind.sold + dice.choice([0, 20, 60, 200])
        self.add(EventCapacity(event=event, quantity=20_000, sold=total))
        season.made["tickets"] += total
        return total

    def _order(self, event, kind, number):
        dice = self.dice
        bought = min(event.start_date, self.at) - timedelta(minutes=dice.randint(90, 60_000))
        name, total = self.season.name(), kind.price * number
        person = dice.choice(self.season.people) if dice.random() < 0.3 else None
        order = self.add(
            Order(
                event=event,
                user=person,
                status="completed",
                payment_status="paid",
                total_amount=total,
                currency=event.currency,
                buyer_name=person.full_name if person else name,
                buyer_email=person.email if person else f"{slugify(name)}@mail.example",
                hold_expires_at=bought + timedelta(minutes=10),
                created_at=bought,
                updated_at=bought,
                completed_at=bought,
            )
        )
        self.add(
            OrderLine(
                order=order,
                event=event,
                ticket_type=kind,
                name=kind.name,
                quantity=number,
                unit_price=kind.price,
            )
        )
        kind.sold += number
        if total:
            self._payment(order, bought)
        for place in range(number):
            self._ticket(order, kind, place + 1, bought)
        return number

    def _payment(self, order, at):
        payment = self.add(
            Payment(
                order=order,
                event=order.event,
                amount=order.total_amount,
                currency=order.currency,
                payment_method="sandbox",
                status="successful",
                created_at=at,
            )
        )
        payment.transaction_id = f"sbx_{payment.pk.hex}"
        self.add(
            PaymentEvent(
                gateway="sandbox",
                provider_event=f"evt_{payment.pk.hex}_paid",
                kind="succeeded",
                payment=payment,
                event=order.event,
                occurred_at=at,
                received_at=at,
            )
        )

    def _ticket(self, order, kind, number, at):
        event = order.event
        ticket = Ticket(
            ticket_type=kind, order=order, event=event, user=order.user, number=number,
            holder_name=order.buyer_name, purchase_date=at,
        )  # fmt: skip
        ticket.qr_code = codes.new_qr_code(event_id=event.pk, ticket_id=ticket.pk)
        if event.status == "published":
            ticket.qr_modules = drawing.draw(ticket.qr_code)
        elif self.dice.random() < 0.8:
            ticket.status, ticket.used_at = "used", event.start_date
            self.add(
                CheckIn(
                    event=event,
                    ticket=ticket,
                    by=event.organizer,
                    result="admitted",
                    nonce=uuid.uuid4(),
                    created_at=event.start_date,
                )
            )
        self.add(ticket)
