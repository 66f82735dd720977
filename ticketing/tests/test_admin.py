"""The back office of the sale: whose rows it shows, and that its actions call the rules."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import OrganizerFactory, UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import everything
from ticketing.models import CheckIn, Order, Payment, Refund, Ticket, TicketType

from .factories import (
    CheckInFactory,
    OrderFactory,
    PaymentFactory,
    RefundFactory,
    TicketFactory,
    TicketTypeFactory,
)
from .sale import stored
from .visit import visitor, words

PAGES = {
    "order": Order,
    "ticket": Ticket,
    "payment": Payment,
    "refund": Refund,
    "checkin": CheckIn,
    "tickettype": TicketType,
}
OF_A = {
    "order": "guest_a",
    "ticket": "ticket_a",
    "payment": "payment_a",
    "refund": "refund_a",
    "checkin": "scan_a",
    "tickettype": "seat_a",
}
READ_ONLY = PAGES.keys() - {"tickettype"}


def url_of(name, row=None, page="change"):
    base = f"/admin/ticketing/{name}/"
    return base if row is None else f"{base}{row.pk}/{page}/"


def listed(client, name, query=""):
    """The keys of the rows that a list shows."""
    answer = client.get(url_of(name) + query)
    assert answer.status_code == 200
    return {row.pk for row in answer.context["cl"].result_list}


def keys(model, event):
    with everything():
        return set(model.objects.filter(event=event).values_list("pk", flat=True))


@pytest.mark.parametrize("name", PAGES)
def test_organizers_see_their_own_rows_guests_too_and_admins_all(world, name):
    model = PAGES[name]
    of_a, of_b = (
        keys(model, shown) | keys(model, draft)
        for shown, draft in [(world.shown_a, world.draft_a), (world.shown_b, world.draft_b)]
    )
    assert of_a
    assert of_b

    assert listed(visitor(world.olga), name) == of_a
    assert listed(visitor(world.boris), name) == of_b
    assert listed(visitor(world.admin), name) >= of_a | of_b


def test_the_order_list_names_guests_and_their_sums(world):
    page = words(visitor(world.olga).get(url_of("order")))

    assert world.guest_a.user_id is None
    assert world.guest_a.number in page
    assert "Buyer Canary" in page
    assert "€50.00" in page
    assert world.guest_b.number not in page


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_organizer_and_admin_and_not_for_the_rival(world, name):
    row = getattr(world, OF_A[name])

    for person in (world.olga, world.admin):
        client = visitor(person)
        for page in ("change", "history"):
            answer = client.get(url_of(name, row, page))
            assert answer.status_code == 200
            assert str(row) in words(answer)
    rival = visitor(world.boris)
    for page in ("change", "history", "delete"):
        answer = rival.get(url_of(name, row, page))
        assert answer.status_code in (302, 403)
        assert str(row) not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_nobody_without_a_desk(world, name):
    for person in (None, world.ann, world.stan, world.rex):
        answer = visitor(person).get(url_of(name))
        assert (answer.status_code, answer.url) == (
            302,
            f"/admin/login/?next=/admin/ticketing/{name}/",
        )


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("tess", {"order", "ticket", "tickettype"}),  # sells
        ("rita", {"order", "ticket", "payment", "refund"}),  # gives money back
        ("faye", PAGES.keys()),  # keeps the books, and is an organizer herself
        ("hal", set()),  # plans staff
    ],
)
def test_colleagues_open_what_their_work_needs(world, who, opens):
    client = visitor(getattr(world, who))

    answers = {name: client.get(url_of(name)).status_code for name in PAGES}

    assert answers == {name: 200 if name in opens else 403 for name in PAGES}


@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_what_rules_write_has_no_form(world, name):
    row = getattr(world, OF_A[name])
    for person in (world.olga, world.admin):
        client = visitor(person)
        assert client.get(f"/admin/ticketing/{name}/add/").status_code == 403
        assert client.get(url_of(name, row, "delete")).status_code == 403
        for page in ("change", "delete"):
            client.post(url_of(name, row, page), {"status": "cancelled", "post": "yes"})
        assert getattr(stored(row), "status", None) == getattr(row, "status", None)
        assert 'name="status"' not in client.get(url_of(name, row)).content.decode()


MAKE = {
    "order": lambda event: OrderFactory(event=event, user=UserFactory()),
    "ticket": lambda event: TicketFactory(order__event=event),
    "payment": lambda event: PaymentFactory(order__event=event),
    "refund": lambda event: RefundFactory(payment__order__event=event),
    "checkin": lambda event: CheckInFactory(ticket__order__event=event),
    "tickettype": lambda event: TicketTypeFactory(event=event),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_lists_ask_as_often_for_three_rows_as_for_one(name):
    organizer = OrganizerFactory()
    client = visitor(organizer)
    MAKE[name](EventFactory(organizer=organizer))
    client.get(url_of(name))

    with CaptureQueriesContext(connection) as few:
        before = len(listed(client, name))
    for _ in range(2):
        MAKE[name](EventFactory(organizer=organizer))
    with CaptureQueriesContext(connection) as many:
        after = len(listed(client, name))

    assert (before, after) == (1, 3)
    assert len(many) == len(few) <= 11


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("?q={order_a.number}", ["order_a"]),
        ("?q=buyer%40canary.example", ["order_a", "guest_a", "held_a", "late_a"]),
        ("?q=BUYER%40canary.example", ["order_a", "guest_a", "held_a", "late_a"]),
        ("?q=nobody%40canary.example", []),
        ("?q=%40", []),
        ("?status__exact=pending", ["held_a"]),
        ("?payment_status__exact=paid", ["order_a", "guest_a"]),
        ("?q={order_b.number}", []),
    ],
)
def test_orders_are_found_by_number_and_by_address(world, query, finds):
    found = listed(visitor(world.olga), "order", query.format_map(world))

    assert found == {getattr(world, name).pk for name in finds}


def test_tickets_are_found_by_the_number_of_their_order(world):
    found = listed(visitor(world.olga), "ticket", f"?q={world.order_a.number}")

    assert found == {world.used_a.pk, world.ticket_a.pk}


def test_an_orders_page_shows_its_lines_tickets_and_payments_to_whom_they_concern(world):
    url = url_of("order", world.order_a)

    owners, sellers = (words(visitor(who).get(url)) for who in (world.olga, world.tess))

    for page in (owners, sellers):
        assert "2 × Seat A" in page
        assert page.count("Holder Canary") == 2
    assert ("sandbox" in owners, "sandbox" in sellers) == (True, False)
    for code in (world.ticket_a.code, world.ticket_a.qr_code, world.order_a.access_secret):
        assert code not in owners
