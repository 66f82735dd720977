"""What is left to do: found by whoever may do it, with a way to it, and nothing of a rival's."""

from datetime import timedelta

import pytest

from events.access import PERMISSIONS
from events.findings import Weight, findings
from events.models import Event
from events.tests.factories import EventFactory, EventScheduleFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from media.tests.factories import MediaGalleryFactory
from production.models import LineupEntry
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory
from ticketing.models import RefundRun, TicketType
from ticketing.tests.factories import (
    OrderFactory,
    PaymentFactory,
    RefundFactory,
    RefundRequestFactory,
    TicketTypeFactory,
)

READY = {"summary": "Cloth.", "description": "Much cloth.", "cover_alt": "Folds."}


def found(person, event, *, may=PERMISSIONS, at=NOON):
    with acting_as(person):
        return findings(Event.objects.get(pk=event.pk), may=may, at=at)


def sentences(person, event, **asked):
    return [finding.sentence for finding in found(person, event, **asked)]


@pytest.mark.parametrize(
    ("permission", "expected"),
    [
        ("view", []),
        ("programme", ["Write a summary", "Write a description",
                       "Describe the cover for those who do not see it",
                       "The venue is not on the map yet"]),
        ("sell", []),
        ("refund", ["1 message of the payment provider was not believed", "1 refund has failed",
                    "1 refund request is not answered"]),
        ("finance", ["1 message of the payment provider was not believed", "1 refund has failed"]),
        ("door", []),
        ("staff", ["1 offer of a shift is not answered"]),
        ("production", ["1 look is to be cast", "1 technical need is not confirmed"]),
        ("sponsors", ["1 sponsorship is not approved", "1 file of a sponsor is to be reviewed"]),
        ("vendors", ["1 contract is not signed", "1 booking of a vendor is not confirmed"]),
        ("media", ["3 pictures are not described"]),
        ("marketing", ["1 visitor’s feedback waits to be read"]),
    ],
)  # fmt: skip
def test_each_permission_finds_its_own_at_ones_own_event_only(world, permission, expected):
    member = EventTeamMemberFactory(event=None, organizer=world.olga, permissions=[permission]).user

    assert sentences(world.olga, world.shown_a, may={permission}) == expected
    assert sentences(member, world.shown_a, may={permission}) == expected
    of_boris = [finding.count for finding in found(world.olga, world.shown_b)]
    assert len(of_boris) == len(found(world.olga, world.shown_b, may={"programme"}))


def test_each_finding_leads_to_what_it_counts(world, client):
    client.force_login(world.olga)

    for finding in found(world.olga, world.shown_a):
        answer = client.get(finding.address)
        assert (finding.address, answer.status_code) == (finding.address, 200)
        if "cl" in (answer.context or {}):
            assert (finding.sentence, answer.context["cl"].result_count) == (
                finding.sentence, finding.count,
            )  # fmt: skip


def test_all_is_asked_in_three_statements(world, django_assert_num_queries):
    """One for all tables, two for the looks of the show."""
    with acting_as(world.olga), everything():
        event = Event.objects.get(pk=world.shown_a.pk)
    with acting_as(world.olga), django_assert_num_queries(3):
        findings(event, may=PERMISSIONS, at=NOON)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({}, []),
        ({"summary": ""}, ["Write a summary"]),
        ({"description": ""}, ["Write a description"]),
        ({"cover_alt": ""}, ["Describe the cover for those who do not see it"]),
        ({"status": "draft"}, []),
        ({"status": "draft", "in": 13}, ["Publish the event: it begins soon"]),
        ({"status": "draft", "in": -1}, ["The draft lies in the past: give it new dates"]),
        ({"in": -1}, ["The event is over: close it"]),
        ({"in": -1, "summary": ""}, ["The event is over: close it"]),
        ({"status": "completed", "in": -1, "summary": ""}, []),
        ({"status": "cancelled", "summary": ""}, []),
        (
            {"status": "postponed", "in": -1},
            ["The event is postponed and has no new dates"],
        ),
    ],
)
def test_what_the_programme_lacks(db, state, expected):
    start = NOON + timedelta(days=state.pop("in", 30))
    event = EventFactory(**READY | {"start_date": start} | state)
    EventScheduleFactory(event=event)

    assert sentences(event.organizer, event, may={"programme"}) == expected


def test_an_empty_schedule_is_found(db):
    event = EventFactory(**READY)

    assert sentences(event.organizer, event, may={"programme"}) == ["The schedule is empty"]


def test_what_is_open_presses_when_the_event_is_near(db):
    near, far = (
        EventFactory(**READY | {"summary": "", "start_date": NOON + timedelta(days=days)})
        for days in (14, 15)
    )

    weights = [found(event.organizer, event)[0].weight for event in (near, far)]

    assert weights == [Weight.NOW, Weight.NEXT]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], ["There are no tickets to sell yet"]),
        ([{}], []),
        ([{"sale_start": NOON + timedelta(days=1)}], []),
        ([{"sale_end": NOON}], ["No ticket is on sale, nor will one be"]),
        ([{"status": "inactive"}], ["No ticket is on sale, nor will one be"]),
        ([{"status": "inactive"}, {}], []),
    ],
)
def test_whether_anything_is_sold(db, kinds, expected):
    event = EventFactory()
    for kind in kinds:
        TicketTypeFactory(event=event, **kind)

    assert sentences(event.organizer, event, may={"sell"}) == expected


def test_what_is_on_sale_now(db):
    event = EventFactory()
    for name, kind in {
        "open": {"sale_start": NOON, "sale_end": NOON + timedelta(days=1)},
        "later": {"sale_start": NOON + timedelta(days=1)},
        "over": {"sale_end": NOON},
        "off": {"status": "inactive"},
    }.items():
        TicketTypeFactory(event=event, name=name, **kind)

    with acting_as(None):
        on_sale = TicketType.objects.filter(event=event).on_sale(NOON)
        assert [kind.name for kind in on_sale] == ["open"]


def test_money_that_does_not_agree(db):
    event = EventFactory()
    lost = OrderFactory(event=event, status="expired")
    PaymentFactory(order=lost, status="successful")
    for _ in range(2):
        OrderFactory(event=event, paid=True)
    by_hand = OrderFactory(event=event, paid=True)
    paid = PaymentFactory(order=by_hand, status="successful", payment_method="transfer")
    RefundFactory(payment=paid, reason="organizer", amount=5)

    assert sentences(event.organizer, event, may={"refund"}) == [
        "1 payment has neither tickets nor a refund",
        "2 orders have tickets and no payment",
        "1 refund is to be sent back by hand",
    ]


def test_orders_of_a_cancelled_event_that_were_not_given_back(world):
    with everything():
        Event.objects.filter(pk=world.shown_a.pk).update(status="cancelled")
    asked = {"may": {"refund"}}
    sentence = "Not every order of the cancelled event was given back"

    assert sentence in sentences(world.rita, world.shown_a, **asked)
    with everything():
        RefundRun.objects.update(failed=0)
    assert sentence not in sentences(world.rita, world.shown_a, **asked)


def test_open_shifts_are_those_ahead_with_places_left(db):
    event = EventFactory()
    free, full, offered = (ShiftFactory(event=event, required_staff=1) for _ in range(3))
    ShiftFactory(event=event, start_time=NOON - timedelta(days=1))
    StaffAssignmentFactory(shift=full)
    StaffAssignmentFactory(shift=offered, status="offered")
    StaffAssignmentFactory(shift=free, status="cancelled", closed_at=NOON)

    assert sentences(event.organizer, event, may={"staff"}) == [
        "1 shift is open", "1 offer of a shift is not answered",
    ]  # fmt: skip


def test_a_quick_change_that_is_tight(world):
    sentence = "1 quick change is tight"
    assert sentence not in sentences(world.olga, world.shown_a)

    with everything():
        last = world.last_a
        LineupEntry.objects.filter(pk=last.pk).update(change=3600)

    assert sentence in sentences(world.olga, world.shown_a, may={"production"})
    assert sentence not in sentences(world.boris, world.shown_a)


@pytest.mark.parametrize(
    ("galleries", "days", "expected"),
    [
        ([], -1, ["No gallery shows how it was"]),
        ([], 1, []),
        (["draft"], -1, ["1 gallery is not published"]),
        (["draft"], 1, []),
        (["published", "draft", "draft"], -1, ["2 galleries are not published"]),
    ],
)
def test_galleries_after_the_event(db, galleries, days, expected):
    event = EventFactory(start_date=NOON + timedelta(days=days))
    for status in galleries:
        stamps = {"published_at": NOON} if status == "published" else {}
        MediaGalleryFactory(event=event, status=status, **stamps)

    assert sentences(event.organizer, event, may={"media"}) == expected


def test_nothing_is_said_of_what_is_over(world):
    """Except money, words and pictures, which outlive it."""
    with everything():
        past = {"start_date": NOON - timedelta(days=2), "end_date": NOON - timedelta(days=1)}
        Event.objects.filter(pk=world.shown_a.pk).update(status="completed", **past)

    may = {"programme", "sell", "staff", "production", "sponsors", "vendors"}
    assert sentences(world.olga, world.shown_a, may=may) == []
    assert len(sentences(world.olga, world.shown_a)) >= 4


@pytest.mark.parametrize(
    ("days", "waits", "state", "weight"),
    [
        (30, timedelta(hours=71), {}, Weight.NEXT),
        (30, timedelta(days=3), {}, Weight.NOW),
        (14, timedelta(0), {}, Weight.NOW),
        (-2, timedelta(0), {"status": "completed"}, Weight.NOW),
        (30, timedelta(0), {"status": "cancelled"}, Weight.NEXT),
    ],
)
def test_refund_requests_wait_for_an_answer(db, days, waits, state, weight):
    event = EventFactory(**READY | {"start_date": NOON + timedelta(days=days)} | state)
    for asked_at in (NOON - waits, NOON):
        RefundRequestFactory(order=OrderFactory(event=event), asked_at=asked_at)
    RefundRequestFactory(
        order=OrderFactory(event=event), status="withdrawn", answered_at=NOON, asked_at=NOON - waits
    )

    (finding,) = found(event.organizer, event, may={"refund"})

    assert (finding.sentence, finding.weight) == ("2 refund requests are not answered", weight)
    assert found(event.organizer, event, may={"finance"}) == []
