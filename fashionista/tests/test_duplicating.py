"""An event once more: what repeats is copied by every app, so many days on, and nothing else."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events.duplicating import duplicate_event
from events.models import Event
from events.signals import event_duplicated
from events.tests.factories import (
    EventAmenityAssignmentFactory,
    EventFactory,
    EventRestrictionFactory,
    EventScheduleFactory,
    EventTagAssignmentFactory,
)
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, everything
from production.models import LineupEntry
from production.tests.factories import (
    EventModelFactory,
    LineupEntryFactory,
    RehearsalScheduleFactory,
    RunwaySegmentFactory,
    TechnicalRequirementFactory,
)
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory
from ticketing.models import EventCapacity
from ticketing.tests.factories import (
    EventSlotFactory,
    GateFactory,
    OrderFactory,
    PriceStepFactory,
    QuestionFactory,
    RefundPolicyFactory,
    TicketTypeFactory,
    VoucherFactory,
)
from vendors.tests.factories import EventVendorFactory, VendorContractFactory, VendorFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


@pytest.fixture
def source():
    return EventFactory(
        title="Gala", slug="gala", summary="One night.", description="Long.", capacity=80,
        thread="cobalt", cover="ruffle", cover_alt="Ruffles", meta_data={"import": 7},
        former_slugs=["ball"],
    )  # fmt: skip


def once_more(source, *, by=None, start=None, title="Gala again"):
    by = by or source.organizer
    with acting_as(by):
        start = start or source.start_date + WEEK
        return duplicate_event(source, title=title, start=start, by=by, at=NOON)


def rows(manager, *fields):
    with everything():
        return sorted(manager.values_list(*fields), key=str)


def test_an_event_is_a_draft_with_the_same_words_so_far_on(source):
    event = once_more(source)

    with everything():
        event.refresh_from_db()
    assert (event.title, event.slug, event.status) == ("Gala again", "gala-again", "draft")
    assert (event.start_date, event.end_date) == (source.start_date + WEEK, source.end_date + WEEK)
    same = ("organizer_id", "venue_id", "type", "category_id", "summary", "description",
            "capacity", "currency", "thread", "cover", "cover_alt")  # fmt: skip
    for name in same:
        assert getattr(event, name) == getattr(source, name)
    assert (event.meta_data, event.former_slugs) == ({}, [])
    with everything():
        source.refresh_from_db()
    assert (source.title, source.slug, source.status) == ("Gala", "gala", "published")


def test_a_programme_repeats(source):
    EventScheduleFactory(event=source, title="Doors", position=2, location="Foyer")
    tag = EventTagAssignmentFactory(event=source).tag
    amenity = EventAmenityAssignmentFactory(event=source).amenity
    EventRestrictionFactory(event=source, type="age", minimum_age=16, description="With papers.")

    event = once_more(source)

    assert rows(event.schedules, "title", "position", "location", "start_time", "end_time") == [
        ("Doors", 2, "Foyer", source.start_date + WEEK, source.end_date + WEEK)
    ]
    assert rows(event.tag_assignments, "tag") == [(tag.pk,)]
    assert rows(event.amenity_assignments, "amenity") == [(amenity.pk,)]
    assert rows(event.restrictions, "type", "minimum_age", "description") == [
        ("age", 16, "With papers.")
    ]
    assert rows(source.schedules, "start_time") == [(source.start_date,)]


def test_a_sale_repeats_with_nothing_sold(source):
    seat = TicketTypeFactory(
        event=source, name="Seat", price=Decimal(40), quantity=50, position=1, sold=9, held=2,
        waiting=0, vat_rate=Decimal(10), needs_slot=True, status="sold_out",
        sale_start=NOON, sale_end=source.start_date - HOUR,
    )  # fmt: skip
    TicketTypeFactory(event=source, name="With", companion_of=seat, position=0, status="inactive")
    PriceStepFactory(ticket_type=seat, price=Decimal(30), until=NOON + WEEK, first_places=None)
    EventSlotFactory(event=source, name="Morning", sold=3, quantity=8)
    GateFactory(event=source, name="Quay")
    RefundPolicyFactory(event=source, hours=48, fee_percent=5, resale=True)
    VoucherFactory(event=source)
    OrderFactory(event=source)

    event = once_more(source)

    fields = ("name", "price", "quantity", "sold", "held", "status", "companion_of__name",
              "sale_start", "sale_end", "vat_rate", "needs_slot")  # fmt: skip
    assert rows(event.ticket_types, *fields) == [
        ("Seat", 40, 50, 0, 0, "active", None, NOON + WEEK, seat.sale_end + WEEK, 10, True),
        ("With", 25, 100, 0, 0, "inactive", "Seat", None, None, 0, False),
    ]
    assert rows(event.price_steps, "ticket_type__name", "ticket_type__event", "price", "until") == [
        ("Seat", event.pk, 30, NOON + WEEK + WEEK)
    ]
    slots = rows(event.event_slots, "name", "quantity", "sold", "starts_at")
    assert slots == [("Morning", 8, 0, source.start_date + WEEK)]
    assert rows(event.gates, "name") == [("Quay",)]
    with everything():
        policy = event.refund_policies
        assert (policy.hours, policy.fee_percent, policy.resale) == (48, 5, True)
        capacity = EventCapacity.objects.get(pk=event.pk)
        assert (capacity.quantity, capacity.sold) == (80, 0)
        assert (event.vouchers.count(), event.orders.count()) == (0, 0)


def test_questions_ask_after_their_own_kind(source):
    seat = TicketTypeFactory(event=source, name="Seat")
    first = QuestionFactory(event=source, label="Dinner?", kind="yes_no", position=5)
    QuestionFactory(event=source, label="Diet?", depends_on=first, depends_value="yes", position=1,
                    ticket_type=seat)  # fmt: skip

    event = once_more(source)

    fields = ("label", "event", "depends_on__label", "depends_on__event", "ticket_type__event")
    assert rows(event.questions, *fields) == [
        ("Diet?", event.pk, "Dinner?", event.pk, event.pk),
        ("Dinner?", event.pk, None, None, None),
    ]


def test_shifts_repeat_with_nobody_on_them(source):
    shift = ShiftFactory(event=source, required_staff=3, notes="Black shoes", revision=4)
    StaffAssignmentFactory(shift=shift)

    event = once_more(source)

    with everything():
        [copy] = event.shifts.all()
        assert (copy.required_staff, copy.notes, copy.revision) == (3, "Black shoes", 0)
        assert copy.start_time == shift.start_time + WEEK
        assert event.staff_assignments.count() == 0


def test_a_show_repeats_its_order_and_needs_and_neither_people_nor_looks(source):
    segment = RunwaySegmentFactory(
        event=source, name="Finale", duration=300, position=2, is_public=True,
        planned_start=source.start_date + HOUR, technical_requirements={"light": "Red"},
    )  # fmt: skip
    RunwaySegmentFactory(event=source, name="Opening", position=1)
    LineupEntryFactory(segment=segment)
    EventModelFactory(event=source)
    RehearsalScheduleFactory(event=source)
    TechnicalRequirementFactory(
        event=source, segment=segment, title="Riser", notes="Oak", status="confirmed",
        confirmed_at=NOON,
    )  # fmt: skip

    event = once_more(source)

    fields = ("name", "duration", "position", "is_public", "planned_start")
    assert rows(event.segments, *fields) == [
        ("Finale", 300, 2, False, source.start_date + HOUR + WEEK),
        ("Opening", 600, 1, False, None),
    ]
    with everything():
        finale = event.segments.get(name="Finale")
        assert finale.technical_requirements == {"light": "Red"}
        [need] = event.technical_requirements.all()
        assert (need.title, need.notes, need.status) == ("Riser", "Oak", "pending")
        assert (need.confirmed_at, need.segment_id) == (None, finale.pk)
        assert (event.model_links.count(), event.collection_links.count()) == (0, 0)
        assert event.rehearsals.count() == 0
        assert LineupEntry.objects.filter(event=event).count() == 0


def test_vendors_are_to_be_confirmed_anew(source):
    contract = VendorContractFactory(event=source, status="active", signed_at=NOON)
    EventVendorFactory(
        event=source, vendor=contract.vendor, contract=contract, status="confirmed",
        confirmed_at=NOON, requirements={"power": "32 A"},
    )  # fmt: skip
    EventVendorFactory(event=source, status="cancelled", cancelled_at=NOON)
    gone = VendorFactory(organizer=source.organizer, status="inactive")
    EventVendorFactory(event=source, vendor=gone)

    event = once_more(source)

    with everything():
        [booking] = event.event_vendors.all()
        assert (booking.vendor_id, booking.status) == (contract.vendor_id, "pending")
        assert (booking.contract_id, booking.confirmed_at) == (None, None)
        assert booking.requirements == {"power": "32 A"}
        assert event.vendor_contracts.count() == 0


def test_times_keep_to_the_clock_on_the_wall_in_summer_too(source):
    zone = ZoneInfo(source.venue.timezone)
    EventScheduleFactory(event=source)
    summer = (source.start_date.astimezone(zone).replace(tzinfo=None) + 26 * WEEK).replace(
        tzinfo=zone
    )

    event = once_more(source, start=summer)

    assert event.start_date == summer
    [(start, end)] = rows(event.schedules, "start_time", "end_time")
    assert start.astimezone(zone).time() == source.start_date.astimezone(zone).time()
    assert end - start == source.end_date - source.start_date


def test_the_organizer_and_admins_may_and_nobody_else(world):
    def tried(person):
        with acting_as(person), transaction.atomic():
            event = Event.objects.get(pk=world.draft_a.pk)
            return duplicate_event(event, title="Twin", start=NOON, by=person, at=NOON)

    for person in (world.boris, world.paul, world.tess, world.hal, world.ann, None):
        with pytest.raises((PermissionDenied, Event.DoesNotExist, DatabaseError)):
            tried(person)
    with everything():
        assert not Event.objects.filter(title="Twin").exists()

    assert tried(world.olga).organizer_id == tried(world.admin).organizer_id == world.olga.pk
    assert_integrity()


def test_nothing_is_made_when_an_app_above_fails(source):
    EventScheduleFactory(event=source)

    def fail(sender, **kwargs):
        raise ZeroDivisionError

    event_duplicated.connect(fail)
    try:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            once_more(source)
    finally:
        event_duplicated.disconnect(fail)

    with everything():
        assert Event.objects.filter(organizer=source.organizer).count() == 1


def test_an_address_that_a_rivals_draft_has_is_left_to_it(source):
    EventFactory(slug="gala-again", status="draft")

    event = once_more(source)

    assert event.slug.startswith("gala-again-")


def test_many_rows_are_copied_by_as_many_statements_as_few(source):
    def statements(factories):
        for factory in factories:
            factory(event=source)
        with CaptureQueriesContext(connection) as asked:
            once_more(source, title=f"Gala {len(factories)}")
        return len(asked)

    hours = count(1)

    def slot_of(event):
        return EventSlotFactory(event=event, starts_at=NOON + next(hours) * HOUR)

    each = [
        EventScheduleFactory, TicketTypeFactory, slot_of, QuestionFactory, GateFactory,
        ShiftFactory, RunwaySegmentFactory, TechnicalRequirementFactory, EventVendorFactory,
    ]  # fmt: skip
    few, many = statements(each), statements(each * 3)

    assert few == many
