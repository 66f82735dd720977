"""The ticket box of an event whose tickets are for a chosen time, and what lists say of it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventListing
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, everything
from fashionista.views import _version
from ticketing.checkout import release_hold
from ticketing.models import EventSlot, Order, TicketType
from ticketing.offers import offers_of, summary
from ticketing.tests.factories import EventSlotFactory, TicketTypeFactory
from ticketing.tests.sale import hold, show, slot_counters, with_times
from ticketing.tests.visit import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
RADIO = re.compile(r'<input type="radio" name="slot" value="([^"]+)"( checked)?( disabled)?>')


def radios(answer):
    """{slot id: (checked, disabled)} of the box, in its order."""
    found = RADIO.findall(answer.content.decode())
    return {uuid.UUID(key): (bool(on), bool(off)) for key, on, off in found}


def box(client, sale, number=1, slot=None, **fields):
    said = {f"qty-{sale.type.pk}": number, **fields}
    if slot is not None:
        said["slot"] = getattr(slot, "pk", slot)
    return client.post(f"/events/{sale.event.slug}/hold/", said)


def page(client, sale):
    return client.get(f"/events/{sale.event.slug}/")


def test_the_box_shows_each_time_by_day_and_what_is_left(client):
    sale = with_times(20, 2)
    first, full = sale.times
    with everything():
        type(sale.event).objects.update(end_date=sale.event.end_date + timedelta(days=1))
    tomorrow = EventSlotFactory(
        event=sale.event, starts_at=first.starts_at + timedelta(days=1), name="Small group"
    )
    hold(sale.event, {sale.type: 2}, slot=full)

    answer = page(client, sale)

    start = first.starts_at.astimezone(sale.event.venue.zone)
    end = first.ends_at.astimezone(sale.event.venue.zone)
    assert radios(answer) == {
        first.pk: (False, False),
        full.pk: (False, True),
        tomorrow.pk: (False, False),
    }
    said = words(answer)
    assert f"{start:%H:%M} to {end:%H:%M} 20 left {end:%H:%M} to " in said
    assert "Full" in said
    assert "Small group 10 left" in said
    assert f"{start:%a} {start.day} {start:%b} 1 time free" in said
    assert answer.content.decode().count("<fieldset>") == 2
    assert answer.content.decode().count("<details open>") == 1


def test_a_chosen_time_is_held_and_said_at_the_checkout(client):
    sale = with_times(5, 5)
    slot = sale.times[1]

    answer = box(client, sale, 2, slot)

    assert answer.status_code == 302
    assert slot_counters(sale.event) == [(0, 0), (2, 0)]
    start = slot.starts_at.astimezone(sale.event.venue.zone)
    assert f"{start:%a} {start.day} {start:%b %Y, %H:%M} – " in words(client.get(answer.url))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (None, "Choose a time for these tickets. Nothing was held."),
        ("", "Choose a time for these tickets. Nothing was held."),
        ("tomorrow", "Choose a time for these tickets. Nothing was held."),
        (uuid.UUID(int=4), "This time cannot be booked any more."),
    ],
)
def test_a_time_that_is_none_is_told_and_nothing_is_held(client, said, says):
    sale = with_times(5)

    answer = box(client, sale, 1, said)

    assert answer.status_code == 409
    assert says in words(answer)
    assert radios(answer) == {sale.times[0].pk: (False, False)}
    with everything():
        assert not Order.objects.exists()


def test_who_comes_too_late_for_a_time_sees_what_is_left_elsewhere(client):
    sale = with_times(1, 3)
    first, second = sale.times
    hold(sale.event, {sale.type: 1}, slot=first)

    answer = box(client, sale, 1, first)

    assert (answer.status_code, "have just gone" in words(answer)) == (409, True)
    assert radios(answer) == {first.pk: (True, True), second.pk: (False, False)}
    assert "3 left" in words(answer)


def test_a_choice_that_is_refused_keeps_its_time(client):
    sale = with_times(5, 5)

    answer = box(client, sale, 0, sale.times[1])

    assert "Choose at least one ticket." in words(answer)
    assert radios(answer)[sale.times[1].pk] == (True, False)


def test_a_second_choice_of_the_same_browser_moves_the_hold(client):
    sale = with_times(2, 2)

    first, second = (box(client, sale, 2, slot) for slot in sale.times)

    assert first.url != second.url
    assert slot_counters(sale.event) == [(0, 0), (2, 0)]
    assert_integrity(at=NOON - timedelta(days=30000))


def test_one_page_sent_with_two_times_is_two_choices(client):
    sale = with_times(2, 2)

    first, second = (
        box(client, sale, 1, slot, csrfmiddlewaretoken="one page") for slot in sale.times
    )

    assert first.url != second.url
    assert slot_counters(sale.event) == [(0, 0), (1, 0)]


def test_without_times_there_is_nothing_to_choose(client):
    sale = with_times()

    answer = page(client, sale)

    assert "No times to choose" in words(answer)
    assert "Hold these for 10 minutes" not in words(answer)
    assert "Join the waiting list" not in words(answer)


def test_a_full_house_of_times_is_sold_out_and_nobody_waits(client):
    sale = with_times(1)
    hold(sale.event, {sale.type: 1}, slot=sale.times[0])

    said = words(page(client, sale))

    assert "Sold out" in said
    assert "Join the waiting list" not in said


@pytest.mark.django_db(transaction=True)
def test_the_kept_page_changes_with_the_rows_of_times():
    sale = with_times(5)
    stamps = [_version(sale.event.slug)]
    with everything():
        EventSlot.objects.update(quantity=6)
    stamps.append(_version(sale.event.slug))
    EventSlotFactory(event=sale.event, name="Evening")
    stamps.append(_version(sale.event.slug))

    assert len(set(stamps)) == 3


def test_two_hundred_times_cost_the_page_what_one_does(client):
    one, many = with_times(5), with_times(*[5] * 200)
    asked = []
    for sale in (one, many):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = page(client, sale)
        asked.append(len(captured))

    assert len(radios(answer)) == 200
    assert asked[0] == asked[1] <= 20


def test_times_cost_the_page_one_statement_and_an_event_without_them_none(client):
    plain, timed = show(5), with_times(5)
    asked = []
    for sale in (plain, timed):
        with CaptureQueriesContext(connection) as captured:
            page(client, sale)
        asked.append(sum("event_slots" in each["sql"] for each in captured))
        asked.append(len(captured))

    plain_of_slots, plain_all, timed_of_slots, timed_all = asked
    assert (timed_of_slots - plain_of_slots, timed_all - plain_all) == (1, 1)


def test_a_hold_without_a_time_asks_nothing_of_times():
    sale = show(5)

    with CaptureQueriesContext(connection) as captured:
        hold(sale.event, {sale.type: 1})

    written = [each["sql"] for each in captured if "event_slots" in each["sql"]]
    assert written == []


def summed(event, at=NOON):
    with acting_as(None):
        return summary(offers_of(event, at=at), event=event)


def test_a_summary_counts_the_places_of_all_times():
    sale = with_times(20, 3, capacity=12)
    catalogue = TicketTypeFactory(event=sale.event, name="Catalogue", quantity=4)
    hold(sale.event, {sale.type: 2, catalogue: 1}, slot=sale.times[0])

    said = summed(sale.event)

    assert said.places_left == (12 - 2) + 3 + 3  # of a time no more than the house lets in
    assert (said.on_sale, said.sold_out) == (True, False)


def test_a_summary_of_full_times_is_sold_out_though_the_house_is_not():
    sale = with_times(2, 2, capacity=50)
    for slot in sale.times:
        hold(sale.event, {sale.type: 2}, slot=slot)

    said = summed(sale.event)

    assert (said.places_left, said.on_sale, said.sold_out) == (0, False, True)


def test_a_summary_forgets_times_that_have_begun():
    sale = with_times(20, 3)

    assert summed(sale.event, at=sale.times[0].starts_at).places_left == 3
    with everything():
        type(sale.event).objects.filter(pk=sale.event.pk).update(type="exhibition")
    sale.event.type = "exhibition"
    assert summed(sale.event, at=sale.times[0].starts_at).places_left == 23


def listed(event):
    with everything():
        return EventListing.objects.get(event=event).has_places


def test_the_list_knows_whether_a_time_has_places():
    sale = with_times(1, 2, capacity=50)
    first, second = sale.times
    seen = [listed(sale.event)]
    hold(sale.event, {sale.type: 1}, slot=first)
    last = hold(sale.event, {sale.type: 2}, slot=second)
    seen.append(listed(sale.event))
    with acting_as(None):
        release_hold(last, at=NOON)
    seen.append(listed(sale.event))
    with everything():
        EventSlot.objects.filter(pk=second.pk).update(quantity=0)
    seen.append(listed(sale.event))
    EventSlotFactory(event=sale.event, name="One more")
    seen.append(listed(sale.event))
    with everything():
        EventSlot.objects.filter(name="One more").delete()
    seen.append(listed(sale.event))
    with everything():
        TicketType.objects.update(needs_slot=False)
    seen.append(listed(sale.event))

    assert seen == [True, False, True, False, True, False, True]
