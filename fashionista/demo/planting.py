"""Builds the demo season through the rules, each step by whoever would take it."""

import io
import tomllib
import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from accounts.registration import confirm_address, sign_up
from events.models import (
    Event,
    EventAmenity,
    EventAmenityAssignment,
    EventCategory,
    EventRestriction,
    EventSchedule,
    EventTag,
    EventTagAssignment,
    Hall,
    OrganizerProfile,
    Venue,
)
from events.publishing import cancel_event, complete_event, postpone_event, publish_event
from fashionista.common.identity import acting_as, order_in_scope
from ticketing.admission import admit
from ticketing.asking import ask_refund
from ticketing.capacity import set_capacity
from ticketing.claiming import claim_orders
from ticketing.handing_on import transfer_ticket
from ticketing.models import (
    Gate,
    Order,
    PriceStep,
    Question,
    RefundPolicy,
    Ticket,
    TicketType,
    Voucher,
)
from ticketing.returning import offer_return
from ticketing.timetable import Plan, add_times
from ticketing.vouchers import keep_places
from ticketing.waiting import join as wait
from ticketing.ways import agree

from .buying import buy
from .crew import plant_crew
from .partners import plant_partners
from .stage import plant_stage
from .visits import plant_visits

SEASON = {
    key: value
    for name in ("season.toml", "events.toml", "people.toml", "partners.toml", "visits.toml")
    for key, value in tomllib.loads((Path(__file__).parent / name).read_text()).items()
}
PASSWORD = "runway-demo-2027"
ENDS = {"postponed": postpone_event, "cancelled": cancel_event, "completed": complete_event}


def plant(*, at, say):
    """Make the whole season, relative to the moment `at`, telling each stage to `say`."""
    say("people")
    people = {
        row["email"]: _person(row["email"], row["name"], at)
        for row in SEASON["organizers"] + SEASON["people"] + SEASON["guests"]
    }
    call_command("make_admin", "admin@fashionista.example", stdout=io.StringIO())
    with acting_as(people["admin@fashionista.example"].pk):
        admin = User.objects.get(email="admin@fashionista.example")
    organizers = [_organizer(row, admin, people, at) for row in SEASON["organizers"]]
    say("venues and events")
    venues = {row["key"]: _venue(row, organizers) for row in SEASON["venues"]}
    catalogue = _catalogue(admin)
    events = {
        row["slug"]: _event(row, organizers, venues, catalogue, at) for row in SEASON["events"]
    }
    say("designers, collections and models")
    plant_stage(SEASON, admin=admin, people=people, events=events, at=at)
    say("sponsors and vendors")
    plant_partners(SEASON, organizers=organizers, events=events, at=at)
    say("staff and shifts")
    plant_crew(admin, organizers, people, events, at)
    say("orders")
    _orders(events, people["attendee@fashionista.example"], at)
    say("visits, reviews and pictures")
    plant_visits(SEASON, admin=admin, people=people, events=events, at=at)
    for row in SEASON["events"]:
        if end := ENDS.get(row["status"]):
            event = events[row["slug"]]
            with acting_as(event.organizer):
                end(event, by=event.organizer, at=at)


def _person(email, name, at):
    with acting_as(None):
        user = sign_up(email=email, password=PASSWORD, full_name=name)
        confirm_address(user.pk, password=PASSWORD, at=at)
    return user


def _organizer(row, admin, people, at):
    with acting_as(admin), transaction.atomic():
        user = User.objects.get(pk=people[row["email"]].pk)
        user.user_type = User.UserType.ORGANIZER
        user.save()
        profile = OrganizerProfile.objects.create(
            user=user,
            public_name=row["public_name"],
            slug=row["slug"],
            default_tax_rate=Decimal(row.get("vat", 0)),
            **row.get("invoices", {}),
        )
    if account := row.get("account"):
        with acting_as(user):
            agree(profile, stripe=None, transfer=account, by=user, at=at)
    return user


def _venue(row, organizers):
    names = ("name", "slug", "address", "city", "country", "capacity", "timezone", "facilities")
    owner = organizers[row["owner"]]
    north, east = row["map"]
    with acting_as(owner), transaction.atomic():
        venue = Venue.objects.create(
            owner=owner, latitude=north, longitude=east, **{name: row[name] for name in names}
        )
        for name, capacity in row.get("halls", {}).items():
            Hall.objects.create(venue=venue, name=name, capacity=capacity)
    return venue


def _catalogue(admin):
    """Categories, tags and amenities by the names the season calls them."""
    with acting_as(admin), transaction.atomic():
        categories = {}
        for row in SEASON["categories"]:
            within = categories.get(row.get("within"))
            categories[row["slug"]] = EventCategory.objects.create(
                slug=row["slug"], name=row["name"], parent=within
            )
        tags = {
            slug: EventTag.objects.create(slug=slug, name=name)
            for slug, name in SEASON["tags"].items()
        }
        amenities = {
            name: EventAmenity.objects.create(name=name, icon=icon, description=description)
            for name, (icon, description) in SEASON["amenities"].items()
        }
    return categories, tags, amenities


def start_of(row, zone, at):
    """On its day and at its hour; what is on today is moved to be on now, at any time of day."""
    day = at.astimezone(zone).date() + timedelta(days=row["day"])
    start = datetime.combine(day, time.fromisoformat(row["start"]), zone)
    if row["day"] != 0:
        return start
    hour = at.replace(minute=0, second=0, microsecond=0)
    first, last = (hour - timedelta(hours=hours) for hours in (row["hours"] - 3, 1))
    return min(max(start, first), last).astimezone(zone)


def _event(row, organizers, venues, catalogue, at):
    """An event with its programme and tickets, published unless it is to stay a draft."""
    organizer, venue = organizers[row["owner"]], venues.get(row.get("venue"))
    zone = venue.zone if venue else ZoneInfo(row["clock"])
    start = start_of(row, zone, at)
    categories, tags, amenities = catalogue
    plain = ("slug", "title", "type", "capacity", "currency", "thread", "cover", "summary")
    with acting_as(organizer), transaction.atomic():
        event = Event.objects.create(
            organizer=organizer,
            venue=venue,
            clock=zone.key,
            hall=venue.halls.get(name=row["hall"]) if "hall" in row else None,
            category=categories[row["category"]],
            description=_paragraphs(row["description"]),
            start_date=start,
            end_date=start + timedelta(hours=row["hours"]),
            **{name: row[name] for name in plain},
        )
        for position, entry in enumerate(row.get("schedule", [])):
            moment = start + timedelta(minutes=entry["minutes"])
            EventSchedule.objects.create(
                event=event,
                title=entry["title"],
                location=entry["location"],
                start_time=moment,
                end_time=moment,
                position=position,
            )
        for slug in row["tags"]:
            EventTagAssignment.objects.create(event=event, tag=tags[slug])
        for name in row["amenities"]:
            EventAmenityAssignment.objects.create(event=event, amenity=amenities[name])
        for restriction in row.get("restrictions", []):
            EventRestriction.objects.create(event=event, **restriction)
        _offer(event, row, start)
        for position, question in enumerate(row.get("questions", [])):
            _ask(event, position, **question)
        for name in row.get("gates", []):
            Gate.objects.create(event=event, name=name)
        set_capacity(event)
        if times := row.get("times"):
            _set_times(event, **times)
        for code in row.get("codes", []):
            _write_code(event, **code)
        returns = {"hours": 48, "fee_percent": 10, "resale": True}
        RefundPolicy.objects.create(
            event=event, approval=row.get("returns_by_approval", False), **returns
        )
        if row["status"] != "draft":
            publish_event(event, by=organizer, at=min(at, start - timedelta(days=30)))
    return event


def _offer(event, row, start):
    types, rate = {}, event.organizer.organizer_profile.default_tax_rate
    for position, kind in enumerate(row["types"]):
        early, whom = kind.get("early"), types.get(kind.get("companion_of"))
        plain = {name: value for name, value in kind.items() if name != "early"}
        prices = {name: Decimal(kind[name]) for name in ("price", "lowest_price") if name in kind}
        types[kind["name"]] = TicketType.objects.create(
            event=event,
            position=position,
            vat_rate=rate,
            **plain | prices | {"companion_of": whom},
        )
        if early:
            PriceStep.objects.create(
                ticket_type=types[kind["name"]],
                event=event,
                price=Decimal(early["price"]),
                until=start - timedelta(days=early["days"]),
                first_places=early["first_places"],
            )


def _ask(event, position, *, label, after="", answer="", **plain):
    Question.objects.create(
        event=event,
        position=position,
        label=label,
        depends_on=event.questions.filter(label=after).first(),
        depends_value=answer,
        **plain,
    )


def _set_times(event, *, first_time, last_time, **numbers):
    zone = event.zone
    plan = Plan(
        first_day=event.start_date.astimezone(zone).date(),
        last_day=event.end_date.astimezone(zone).date(),
        weekdays=set(range(7)),
        first_time=time.fromisoformat(first_time),
        last_time=time.fromisoformat(last_time),
        **numbers,
    )
    add_times(event, plan)


def _write_code(event, *, code, ticket_type="", keep=0, kind="percent", **numbers):
    voucher = Voucher.objects.create(
        event=event,
        code=code,
        kind=kind,
        ticket_type=event.ticket_types.filter(name=ticket_type).first(),
        **{name: Decimal(value) for name, value in numbers.items()},
    )
    if keep:
        keep_places(voucher, keep, by=event.organizer, at=event.created_at)


def _paragraphs(text):
    """Without the line breaks that only keep the season's file narrow."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _orders(events, attendee, at):
    dice = Random(2027)
    guests = [(row["name"], row["email"]) for row in SEASON["guests"]]
    mireille = ("Mireille Oduya", "attendee@fashionista.example")
    for slug, kind, number, buyer, hours in [
        ("tide-lines", "Second row", 2, mireille, 48),
        ("tide-lines", "Front row", 6, guests[0], 72),
        ("night-shift", "Standing", 5, guests[3], 24),
        ("flat-to-form", "Place at the table", 6, guests[1], 5),
        ("flat-to-form", "Place at the table", 5, guests[4], 3),
    ]:
        buy(events[slug], kind, number, *buyer, at - timedelta(hours=hours))
    for slug in (
        "tide-lines", "second-air", "undertow", "harbour-lights", "frill-seekers", "plisse-study",
        "visible-mending",
    ):  # fmt: skip
        first = next(row for row in SEASON["events"] if row["slug"] == slug)["types"][0]["name"]
        for buyer in dice.sample(guests, 4):
            bought = at - timedelta(hours=dice.randint(1, 200))
            buy(events[slug], first, dice.randint(1, 3), *buyer, bought)
    _some_chose_their_time(events, guests, at)
    with acting_as(attendee.pk):
        claim_orders(User.objects.get(pk=attendee.pk), at=at)
    _one_is_passed_on(events["tide-lines"], guests[5], at)
    _some_are_in(events["harbour-lights"], at)
    _some_wait(events["night-shift"], guests, at)
    _one_asks_for_a_refund(events["plisse-study"], at - timedelta(minutes=25))


def _some_chose_their_time(events, guests, at):
    """The first hour is full, a few are left of the second; both days of the workshop have some."""
    for slug, kind, number, places in [
        ("unruly-check", "Visit", 0, [6, 6, 6, 6]), ("unruly-check", "Visit", 1, [6, 5, 4]),
        ("unruly-check", "Visit with catalogue", 9, [2]),
        ("bias-cut", "Place at the table", 0, [2, 3]), ("bias-cut", "Place at the table", 1, [4]),
    ]:  # fmt: skip
        with acting_as(None):
            slot = events[slug].event_slots.order_by("starts_at")[number]
        for guest, tickets in zip(guests, places, strict=False):
            buy(events[slug], kind, tickets, *guest, at - timedelta(hours=30), slot=slot)


def _one_is_passed_on(event, guest, at):
    name, email = guest
    with acting_as(event.organizer):
        ticket = Ticket.objects.filter(event=event, ticket_type__name="Front row").first()
        transfer_ticket(ticket, name=name, email=email, by=event.organizer, at=at)


def _some_wait(event, guests, at):
    with acting_as(None):
        for number, (name, email) in enumerate(guests[:3]):
            wait(
                event.ticket_types.get(),
                name=name,
                email=email,
                party=1,
                user=None,
                language="en-gb",
                at=at - timedelta(minutes=40 - number),
            )


def _some_are_in(event, at):
    with acting_as(event.organizer):
        gate = event.gates.order_by("name").first()
        for ticket in Ticket.objects.filter(event=event).order_by("purchase_date")[:3]:
            admit(
                event, ticket.code, nonce=uuid.uuid4(), by=event.organizer, at=at, gate_id=gate.pk
            )


def _one_asks_for_a_refund(event, at):
    with acting_as(event.organizer):
        order = Order.objects.filter(event=event).order_by("created_at").first()
    with acting_as(None), order_in_scope(order.pk):
        tickets = list(order.tickets.open().order_by("number"))
        offer = offer_return(order, tickets, tickets=tickets[:1], at=at)
        ask_refund(
            order,
            tickets=tickets[:1],
            expected=offer.due.amount,
            reason="I have a fitting in Lisbon that week, and cannot be in two places.",
            by=None,
            at=at,
        )
