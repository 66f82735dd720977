"""Builds the demo season through the rules, each step by whoever would take it."""

import io
import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from accounts.registration import confirm_address, sign_up
from events.models import Event, EventSchedule, EventTeamMember, OrganizerProfile, Venue
from events.publishing import cancel_event, complete_event, postpone_event, publish_event
from fashionista.common.identity import acting_as
from staffing.models import Shift, StaffAssignment, StaffMember, StaffRole
from ticketing import checkout
from ticketing.admission import admit
from ticketing.capacity import set_capacity
from ticketing.claiming import claim_orders
from ticketing.models import Ticket, TicketType
from ticketing.payments import SUCCEEDED, News, apply_news

from . import season

PASSWORD = "runway-demo-2027"
FINAL = {"postponed": postpone_event, "cancelled": cancel_event}


def plant(*, at, say):
    """Make the whole season, relative to the moment `at`. Raises nothing it can foresee."""
    say("people")
    people = {email: _person(email, name, at) for email, name, *_rest in season.ORGANIZERS}
    people |= {email: _person(email, name, at) for email, name in season.PEOPLE}
    call_command("make_admin", "admin@fashionista.example", stdout=io.StringIO())
    with acting_as(people["admin@fashionista.example"].pk):
        admin = User.objects.get(email="admin@fashionista.example")
    organizers = _organizers(admin, people)
    say("venues and events")
    venues = _venues(organizers)
    events = {row[0]: _event(row, organizers, venues, at) for row in season.EVENTS}
    say("staff and shifts")
    _crew(admin, organizers, people["staff@fashionista.example"], events)
    say("orders")
    _orders(events, people["attendee@fashionista.example"], at)
    for slug, *_rest in season.EVENTS:
        _end(events[slug], _rest, at)


def _person(email, name, at):
    with acting_as(None):
        user = sign_up(email=email, password=PASSWORD, full_name=name)
        confirm_address(user.pk, password=PASSWORD, at=at)
    return user


def _organizers(admin, people):
    found = []
    for email, _name, public_name, slug in season.ORGANIZERS:
        with acting_as(admin), transaction.atomic():
            user = User.objects.get(pk=people[email].pk)
            user.user_type = User.UserType.ORGANIZER
            user.save()
            OrganizerProfile.objects.create(
                user=user, public_name=public_name, slug=slug, default_tax_rate=Decimal(20)
            )
        found.append(user)
    return found


def _venues(organizers):
    venues = {}
    for key, owner, name, address, city, country, capacity, zone in season.VENUES:
        with acting_as(organizers[owner]):
            venues[key] = Venue.objects.create(
                owner=organizers[owner], name=name, address=address, city=city, country=country,
                capacity=capacity, timezone=zone,
            )  # fmt: skip
    return venues


def _event(row, organizers, venues, at):
    (slug, owner, venue, title, kind, day, start, hours, capacity, currency, thread, cover,
     status, summary, description, schedule, types) = row  # fmt: skip
    organizer, venue = organizers[owner], venues[venue]
    today = at.astimezone(venue.zone).date()
    begin = datetime.combine(today + timedelta(days=day), time.fromisoformat(start), venue.zone)
    late = begin if begin > at else at + timedelta(days=1)
    with acting_as(organizer), transaction.atomic():
        event = Event.objects.create(
            organizer=organizer, title=title, slug=slug, summary=summary, description=description,
            start_date=begin, end_date=begin + timedelta(hours=hours), venue=venue,
            capacity=capacity, type=kind, currency=currency, thread=thread, cover=cover,
        )  # fmt: skip
        for position, (minutes, name, where) in enumerate(schedule):
            moment = begin + timedelta(minutes=minutes)
            EventSchedule.objects.create(
                event=event, title=name, location=where, start_time=moment, end_time=moment,
                position=position, type="key" if not minutes else "",
            )  # fmt: skip
        for position, (name, text, price, places) in enumerate(types):
            TicketType.objects.create(
                event=event, name=name, description=text, price=Decimal(price), quantity=places,
                position=position,
            )  # fmt: skip
        set_capacity(event)
        if status == "completed":
            publish_event(event, by=organizer, at=event.start_date - timedelta(days=30))
        elif status != "draft":
            publish_event(event, by=organizer, at=min(at, late))
    return event


def _end(event, row, at):
    status = row[11]
    with acting_as(event.organizer):
        if status in FINAL:
            FINAL[status](event, by=event.organizer, at=at)
        elif status == "completed":
            complete_event(event, by=event.organizer, at=at)


def _crew(admin, organizers, staff_user, events):
    with acting_as(admin):
        door = StaffRole.objects.create(
            name="Door", description="Lets people in.", permissions=["door"]
        )
        StaffRole.objects.create(name="Dresser", description="Helps into the looks.")
    for organizer, slugs in [
        (organizers[0], ["harbour-lights", "tide-lines", "second-air"]),
        (organizers[1], ["visible-mending"]),
    ]:
        with acting_as(admin):
            member = StaffMember.objects.create(organizer=organizer, user=staff_user, role=door)
        with acting_as(organizer):
            for slug in slugs:
                event = events[slug]
                shift = Shift.objects.create(
                    event=event,
                    start_time=event.start_date - timedelta(hours=1),
                    end_time=event.end_date,
                    required_staff=2,
                )
                StaffAssignment.objects.create(event=event, staff=member, role=door, shift=shift)
    with acting_as(admin):
        EventTeamMember.objects.create(
            organizer=organizers[0], user=staff_user, event=events["indigo-slowly"],
            permissions=["view", "programme"],
        )  # fmt: skip


def _orders(events, attendee, at):
    dice = Random(2027)
    _buy(events["tide-lines"], {"Second row": 2}, "Mireille Oduya", "attendee@fashionista.example", at - timedelta(days=2))
    _buy(events["tide-lines"], {"Front row": 6}, *season.GUESTS[0], at - timedelta(days=3))
    _buy(events["night-shift"], {"Standing": 5}, *season.GUESTS[3], at - timedelta(days=1))
    _buy(events["flat-to-form"], {"Place at the table": 6}, *season.GUESTS[1], at)
    _buy(events["flat-to-form"], {"Place at the table": 5}, *season.GUESTS[4], at)
    for slug in ("tide-lines", "second-air", "undertow", "harbour-lights", "frill-seekers",
                 "plisse-study", "visible-mending"):  # fmt: skip
        for guest in dice.sample(season.GUESTS, 4):
            kind = events[slug].ticket_types
            with acting_as(None):
                name = kind.order_by("position").first().name
            bought = at - timedelta(hours=dice.randint(1, 200))
            _buy(events[slug], {name: dice.randint(1, 3)}, *guest, bought)
    with acting_as(attendee.pk):
        claim_orders(User.objects.get(pk=attendee.pk), at=at)
    _some_are_in(events["harbour-lights"], at)


def _buy(event, wanted, name, email, at):
    """One purchase, from the box to the provider's news that it is paid."""
    order_id = uuid.uuid4()
    with acting_as(None):
        types = {kind.name: kind.pk for kind in event.ticket_types.all()}
        places = {types[kind]: number for kind, number in wanted.items()}
        order = checkout.place_hold(event, wanted=places, order_id=order_id, buyer=None, at=at)
        payment = checkout.submit_checkout(
            order, name=name, email=email, phone="", notes="", attendees=[], gateway="sandbox", at=at
        )
        if payment is not None:
            news = News(
                f"evt_{payment.pk.hex}_paid", SUCCEEDED, order_id, payment.pk,
                f"sbx_{payment.pk.hex}", payment.amount, payment.currency, at,
            )  # fmt: skip
            apply_news(news, gateway="sandbox", at=at)


def _some_are_in(event, at):
    with acting_as(event.organizer):
        for ticket in Ticket.objects.filter(event=event).order_by("purchase_date")[:3]:
            admit(event, ticket.code, nonce=uuid.uuid4(), by=event.organizer, at=at)
