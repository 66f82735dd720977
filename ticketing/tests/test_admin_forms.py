"""Ticket types at the desk: what is typed is asked, and the sale's counters stay the sale's."""

import pytest

from events.publishing import cancel_event
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from ticketing.models import EventCapacity, TicketType
from ticketing.pricing import set_ticket_type_status

from .factories import EventCapacityFactory, TicketTypeFactory
from .sale import bought, counters, hold, show, stored, while_uncommitted
from .visit import visitor, words

pytestmark = pytest.mark.django_db


def form_of(kind, **changes):
    form = {
        "event": kind.event_id,
        "name": kind.name,
        "description": "",
        "price": kind.price,
        "vat_rate": kind.vat_rate,
        "quantity": kind.quantity,
        "min_per_order": kind.min_per_order,
        "max_per_order": kind.max_per_order,
        "price_steps-TOTAL_FORMS": 0,
        "price_steps-INITIAL_FORMS": 0,
        "entry_policy": kind.entry_policy,
        "position": 0,
        **{f"sale_{end}_{part}": "" for end in ("start", "end") for part in (0, 1)},
    }
    return form | changes


def save(client, kind, **changes):
    return client.post(f"/admin/ticketing/tickettype/{kind.pk}/change/", form_of(kind, **changes))


def test_a_companion_of_a_type_of_another_event_is_told_and_not_made():
    sale = show(10)
    elsewhere = TicketTypeFactory(event=EventFactory(organizer=sale.event.organizer))

    answer = save(visitor(sale.event.organizer), sale.type, companion_of=elsewhere.pk)

    assert answer.status_code == 200
    assert "Choose one of the same event." in words(answer)
    assert stored(sale.type).companion_of_id is None


def test_an_organizer_changes_a_ticket_type_and_never_its_counters():
    sale = show(10)
    hold(sale.event, {sale.type: 3})

    answer = save(
        visitor(sale.event.organizer),
        sale.type,
        name="Front row",
        price="40.00",
        quantity=3,
        held=0,
        sold=9,
        status="inactive",
    )

    assert (answer.status_code, answer.url) == (302, "/admin/ticketing/tickettype/")
    kind = stored(sale.type)
    assert (kind.name, kind.price, kind.quantity, kind.status) == ("Front row", 40, 3, "active")
    assert counters(sale.event) == [(3, 0), (3, 0)]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"quantity": 2}, "More places than that are held or sold already."),
        ({"quantity": -1}, "greater than or equal to 0"),
        ({"price": "-1"}, "greater than or equal to 0"),
        ({"price": "NaN"}, "Enter a number."),
        ({"price": "1e9"}, "no more than 8 digits before the decimal point"),
        ({"name": ""}, "This field is required."),
        ({"name": "Type 2"}, "This event has a ticket type of that name."),
        ({"min_per_order": 7}, "The fewest of an order are no more than the most."),
        ({"max_per_person": 1, "min_per_order": 2}, "One person must be able to buy"),
        ({"lowest_price": "26"}, "The lowest price is no more than the price suggested."),
        ({"lowest_price": "5", "vat_on_top": "on"}, "has its VAT in it."),
        ({"vat_rate": "-1"}, "greater than or equal to 0"),
        ({"vat_rate": "100.5"}, "less than or equal to 100"),
        ({"vat_rate": "a fifth"}, "Enter a number."),
        ({"vat_rate": ""}, "This field is required."),
        ({"max_per_order": 0}, "greater than or equal to 1"),
        ({"max_per_order": 51}, "less than or equal to 50"),
        (
            {
                "sale_start_0": "2099-01-02", "sale_start_1": "10:00",
                "sale_end_0": "2099-01-01", "sale_end_1": "10:00",
            },
            "A sale closes after it opens.",
        ),
    ],
)  # fmt: skip
def test_a_ticket_type_filled_in_wrong_is_told_and_not_saved(changes, says):
    sale = show(10, 10)
    hold(sale.event, {sale.type: 3})

    answer = save(visitor(sale.event.organizer), sale.type, **changes)

    assert answer.status_code == 200
    assert says in words(answer)
    kind = stored(sale.type)
    assert (kind.name, kind.price, kind.quantity, kind.max_per_order) == ("Type 1", 25, 10, 6)


def add(client, event, **changes):
    kind = TicketTypeFactory.build(event=event, name="New row")
    return client.post("/admin/ticketing/tickettype/add/", form_of(kind, **changes))


def test_the_first_ticket_type_of_an_event_can_be_sold_at_once():
    event = EventFactory(capacity=80)

    answer = add(visitor(event.organizer), event)

    assert answer.status_code == 302
    with everything():
        kind = TicketType.objects.get(event=event)
        assert EventCapacity.objects.get().quantity == 80
    hold(event, {kind: 2})
    assert counters(event) == [(2, 0), (2, 0)]


def test_nobody_adds_ticket_types_at_a_rivals_event():
    theirs, rival = EventFactory(), EventFactory().organizer

    answer = add(visitor(rival), theirs)

    assert answer.status_code in (200, 302)
    with everything():
        assert not TicketType.objects.exists()


def test_an_unsold_type_is_deleted_and_one_with_orders_is_not():
    sale = show(10, 10)
    unsold, held = sale.types
    hold(sale.event, {held: 1})
    client = visitor(sale.event.organizer)

    for kind in (unsold, held):
        client.post(f"/admin/ticketing/tickettype/{kind.pk}/delete/", {"post": "yes"})

    with everything():
        assert list(TicketType.objects.filter(event=sale.event)) == [held]


def event_form(event, *kinds, **changes):
    form = {
        "title": event.title,
        "slug": event.slug,
        "type": event.type,
        "summary": "A summary",
        "description": "",
        "start_date_0": f"{event.start_date:%Y-%m-%d}",
        "start_date_1": f"{event.start_date:%H:%M}",
        "end_date_0": f"{event.end_date:%Y-%m-%d}",
        "end_date_1": f"{event.end_date:%H:%M}",
        "venue": event.venue_id,
        "capacity": event.capacity,
        "currency": event.currency,
        "thread": event.thread,
        "cover": event.cover,
        "cover_alt": "",
    }
    empty = [
        "schedules", "restrictions", "tag_assignments", "amenity_assignments",
        "designer_links", "collection_links", "model_links", "gates", "refund_policies",
        "questions",
    ]  # fmt: skip
    for prefix, rows in [("ticket_types", kinds), *[(prefix, []) for prefix in empty]]:
        form |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, kind in enumerate(kinds):
        form |= {
            f"ticket_types-{number}-{name}": value
            for name, value in form_of(kind).items()
            if name != "event"
        }
    return form | changes


def save_event(client, event, *kinds, **changes):
    url = f"/admin/events/event/{event.pk}/change/"
    return words(client.post(url, event_form(event, *kinds, **changes), follow=True))


def test_ticket_types_are_added_on_the_events_page():
    event = EventFactory(capacity=70)
    kinds = [TicketTypeFactory.build(event=event, name=name) for name in ("Front", "Back")]

    page = save_event(visitor(event.organizer), event, *kinds)

    assert "was changed successfully" in page
    with everything():
        names = TicketType.objects.filter(event=event).order_by("name")
        assert list(names.values_list("name", flat=True)) == ["Back", "Front"]
        assert EventCapacity.objects.get().quantity == 70


def test_a_capacity_below_what_is_sold_is_refused_on_the_events_page():
    sale = show(10, capacity=100)
    bought(sale.event, {sale.type: 3})

    page = save_event(visitor(sale.event.organizer), sale.event, capacity=2)

    assert "More places than that are held or sold already." in page
    assert stored(sale.event).capacity == 100


def test_who_programmes_but_does_not_sell_can_still_write_about_the_event():
    sale = show(10)
    writer = EventTeamMemberFactory(event=sale.event, permissions=["programme"]).user

    page = save_event(visitor(writer), sale.event, summary="New words")

    assert "was changed successfully" in page
    assert stored(sale.event).summary == "New words"


def test_an_event_that_moves_its_capacity_tells_the_sale():
    event = EventFactory()
    TicketTypeFactory(event=event)
    capacity = EventCapacityFactory(event=event)

    save_event(visitor(event.organizer), event, capacity=60)

    assert stored(capacity).quantity == 60


def test_a_ticket_type_stays_with_its_event():
    sale = show(10)
    other = EventFactory(organizer=sale.event.organizer)

    save(visitor(sale.event.organizer), sale.type, name="Renamed", event=other.pk)

    assert (stored(sale.type).name, stored(sale.type).event_id) == ("Renamed", sale.event.pk)


@pytest.mark.django_db(transaction=True)
def test_a_form_saved_while_others_buy_loses_no_place_and_is_not_refused():
    sale = show(10)
    client = visitor(sale.event.organizer)

    answer = while_uncommitted(
        lambda: hold(sale.event, {sale.type: 2}), lambda: save(client, sale.type, name="Renamed")
    )

    assert answer.url == "/admin/ticketing/tickettype/"
    assert (stored(sale.type).name, counters(sale.event)) == ("Renamed", [(2, 0), (2, 0)])


@pytest.mark.django_db(transaction=True)
def test_a_form_saved_while_the_type_goes_off_sale_does_not_put_it_on_again():
    sale = show(10)
    organizer = sale.event.organizer
    client = visitor(organizer)

    def take_off():
        with acting_as(organizer):
            set_ticket_type_status("inactive")(sale.type, by=organizer, at=NOON)

    while_uncommitted(take_off, lambda: save(client, sale.type, name="Renamed"))

    assert (stored(sale.type).name, stored(sale.type).status) == ("Renamed", "inactive")


@pytest.mark.django_db(transaction=True)
def test_an_events_page_saved_while_it_is_called_off_does_not_call_it_on_again():
    event = EventFactory()
    client = visitor(event.organizer)

    def call_off():
        with acting_as(event.organizer):
            cancel_event(event, by=event.organizer, at=NOON)

    while_uncommitted(call_off, lambda: save_event(client, event, title="Renamed"))

    assert (stored(event).title, stored(event).status) == ("Renamed", "cancelled")


@pytest.mark.django_db(transaction=True)
def test_types_saved_on_the_events_page_while_others_buy_lose_no_place():
    sale = show(10)
    client = visitor(sale.event.organizer)
    kind = stored(sale.type)
    kind.name = "Renamed"
    form = {"ticket_types-INITIAL_FORMS": 1, "ticket_types-0-id": kind.pk}

    page = while_uncommitted(
        lambda: hold(sale.event, {sale.type: 2}),
        lambda: save_event(client, sale.event, kind, **form),
    )

    assert "was changed successfully" in page
    assert (stored(kind).name, counters(sale.event)) == ("Renamed", [(2, 0), (2, 0)])


def test_gates_are_named_on_the_events_page_once_each():
    event = EventFactory()
    named = {"gates-TOTAL_FORMS": 2, "gates-0-name": "North", "gates-1-name": "South"}
    client = visitor(event.organizer)

    page = save_event(client, event, **named)
    twice = save_event(client, event, **named | {"gates-0-name": "South", "gates-TOTAL_FORMS": 1})

    assert "was changed successfully" in page
    assert "nothing was changed" in twice
    with everything():
        assert sorted(event.gates.values_list("name", flat=True)) == ["North", "South"]
