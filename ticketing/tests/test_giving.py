"""Tickets an organizer gives away: where their places come from, who may, what is refused."""

import uuid
from collections import Counter
from functools import partial

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.exceptions import ChooseTime, NotOnSale, SoldOut, TooMany
from ticketing.giving import Giveaway, give_tickets
from ticketing.models import Order

from .sale import counters, hold, race, show, slot_counters, stored, tickets_of, with_times
from .visit import visitor, words

pytestmark = pytest.mark.django_db


def give(sale, number=1, *, at=NOON, **fields):
    with acting_as(sale.event.organizer):
        return give_tickets(
            stored(sale.type),
            order_id=uuid.uuid4(),
            number=number,
            name="Pia Press",
            email="pia@paper.example",
            by=sale.event.organizer,
            at=at,
            **fields,
        )


def page(sale):
    return f"/admin/ticketing/order/give/{sale.event.pk}/"


def filled_in(sale, **changes):
    fields = {
        "order": str(uuid.uuid4()),
        "ticket_type": str(sale.type.pk),
        "number": "2",
        "full_name": "Pia Press",
        "email": "pia@paper.example",
        "note": "",
    }
    return fields | changes


def test_given_tickets_take_places_cost_nothing_and_are_mailed():
    sale = show(10)

    order = give(sale, 2, note="First row")

    assert (order.status, order.total_amount) == ("completed", 0)
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert [(each.holder_name, each.note) for each in tickets_of(order)] == [
        ("Pia Press", "First row")
    ] * 2
    drain_outbox()
    assert [message.to for message in mail.outbox] == [["pia@paper.example"]]
    assert_integrity()


def test_what_is_hidden_or_not_on_sale_any_more_can_be_given():
    sale = show(10)
    with everything():
        sale.type.is_hidden, sale.type.sale_end, sale.type.max_per_order = True, NOON, 1
        sale.type.save()

    assert give(sale, 2).status == "completed"


def test_more_than_are_left_are_not_given():
    sale = show(2)
    hold(sale.event, {sale.type: 1})

    with pytest.raises(SoldOut):
        give(sale, 2)

    assert counters(sale.event) == [(1, 0), (1, 0)]
    with everything():
        assert Order.objects.count() == 1


@pytest.mark.parametrize("number", [0, -1, 51])
def test_numbers_that_are_none_are_refused(number):
    with pytest.raises(TooMany):
        give(show(100), number)


@pytest.mark.parametrize("status", ["draft", "cancelled", "completed"])
def test_nothing_is_given_at_an_event_that_is_not_published(status):
    sale = show(10, status=status)

    with pytest.raises(NotOnSale):
        give(sale)


def test_a_ticket_for_a_time_is_given_for_one_to_come():
    sale, other = with_times(2, 2), with_times(2)

    for slot in (None, other.times[0]):
        with pytest.raises(ChooseTime):
            give(sale, slot=slot)
    with pytest.raises(ChooseTime):
        give(sale, slot=sale.times[0], at=sale.times[0].ends_at)
    give(sale, 2, slot=sale.times[0])

    assert slot_counters(sale.event) == [(0, 2), (0, 0)]
    with pytest.raises(SoldOut):
        give(sale, slot=sale.times[0])
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_of_givers_and_buyers_for_the_last_places():
    sale = show(5)
    buying = [partial(hold, sale.event, {sale.type: 1}) for _ in range(5)]

    outcomes = race(*[partial(give, sale) for _ in range(5)], *buying)

    assert Counter(type(each).__name__ for each in outcomes) == {"Order": 5, "SoldOut": 5}
    [(held, sold), _whole] = counters(sale.event)
    assert held + sold == 5
    assert_integrity()


def test_an_organizer_gives_at_the_desk_and_the_form_sent_twice_gives_once():
    sale = show(10)
    client = visitor(sale.event.organizer)
    form = filled_in(sale)

    answers = [client.post(page(sale), form, follow=True) for _ in range(2)]

    for answer in answers:
        assert "2 tickets are on their way to pia@paper.example." in words(answer)
    assert counters(sale.event) == [(0, 2), (0, 2)]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"number": "0"}, "greater than or equal to 1"),
        ({"number": "1000000000"}, "less than or equal to 50"),
        ({"number": "NaN"}, "whole number"),
        ({"number": "11"}, SoldOut.message),
        ({"email": "nowhere"}, "full address"),
        ({"full_name": ""}, "Who are they for?"),
        ({"ticket_type": str(uuid.uuid4())}, "Select a valid choice"),
        ({"order": "x"}, "valid UUID"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_given(changes, says):
    sale = show(10)

    answer = visitor(sale.event.organizer).post(page(sale), filled_in(sale, **changes))

    assert answer.status_code == 422
    assert str(says) in words(answer)
    assert counters(sale.event) == [(0, 0), (0, 0)]


def test_types_of_another_event_cannot_be_given():
    sale, other = show(10), show(10)

    answer = visitor(sale.event.organizer).post(
        page(sale), filled_in(sale, ticket_type=str(other.type.pk))
    )

    assert "Select a valid choice" in words(answer)


def test_a_rival_finds_no_such_page_and_a_colleague_who_may_not_sell_none_either():
    sale, rival = show(10), show(10)
    colleague = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user

    assert visitor(rival.event.organizer).get(page(sale)).status_code in (403, 404)
    assert visitor(colleague).post(page(sale), filled_in(sale)).status_code in (302, 403, 404)

    assert counters(sale.event) == [(0, 0), (0, 0)]


def test_the_events_page_leads_there():
    sale = show(10, start_date=timezone.now() + timezone.timedelta(days=30),
                end_date=timezone.now() + timezone.timedelta(days=31))  # fmt: skip
    client = visitor(sale.event.organizer)

    answer = client.get(f"/admin/events/event/{sale.event.pk}/change/")

    assert page(sale) in answer.content.decode()
    assert client.get(page(sale)).status_code == 200


def give_many(sale, *gifts, before_places=None):
    """Give to somebody for each (type, number), in one transaction."""
    with acting_as(sale.event.organizer), transaction.atomic():
        giveaway = Giveaway(sale.event)
        for kind, number in gifts:
            giveaway.give(
                stored(kind),
                order_id=uuid.uuid4(),
                number=number,
                name="Pia Press",
                email="pia@paper.example",
                by=sale.event.organizer,
                at=NOON,
            )
        if before_places:
            before_places()
        giveaway.take_places()


def test_places_of_many_are_taken_together():
    sale = show(3, 4, capacity=6)

    give_many(sale, (sale.types[0], 2), (sale.types[1], 2), (sale.types[0], 1))

    assert counters(sale.event) == [(0, 3), (0, 2), (0, 5)]
    assert_integrity()


@pytest.mark.parametrize(
    "numbers", [[(0, 2), (0, 2)], [(0, 3), (1, 4)]], ids=["of a type", "of the event"]
)
def test_many_get_no_more_than_is_left(numbers):
    sale = show(3, 4, capacity=6)

    with pytest.raises(SoldOut):
        give_many(sale, *[(sale.types[kind], number) for kind, number in numbers])

    assert counters(sale.event) == [(0, 0), (0, 0), (0, 0)]
    with everything():
        assert not Order.objects.exists()


def test_where_a_buyer_is_faster_than_the_last_of_many_nothing_is_given():
    sale = show(3)

    with pytest.raises(SoldOut):
        give_many(sale, (sale.type, 3), before_places=partial(hold, sale.event, {sale.type: 1}))

    with everything():
        assert not Order.objects.filter(status="completed").exists()


@pytest.mark.django_db(transaction=True)
def test_race_of_one_who_gives_to_many_and_buyers():
    sale = show(5)
    buying = [partial(hold, sale.event, {sale.type: 1}) for _ in range(4)]

    outcomes = race(partial(give_many, sale, (sale.type, 1), (sale.type, 2)), *buying)

    [(held, sold), _whole] = counters(sale.event)
    assert sold == (0 if any(isinstance(each, SoldOut) for each in outcomes[:1]) else 3)
    assert held == sum(isinstance(each, Order) for each in outcomes)
    assert held + sold <= 5
    assert_integrity()
