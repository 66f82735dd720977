"""What can be done at the desk of the sale: rules are called, and their refusals shown."""

import pytest

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import drain_outbox

from .factories import TicketTypeFactory
from .sale import bought, counters, hold, show, states, stored
from .visit import visitor, words

pytestmark = pytest.mark.django_db


def act(client, name, action, *rows):
    """Choose rows in a list and an action. Returns the page that follows, in words."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return words(client.post(f"/admin/ticketing/{name}/", chosen, follow=True))


def test_an_organizer_mails_tickets_again(mailoutbox):
    sale = show(10)
    order, other = (bought(sale.event, {sale.type: 1}) for _ in range(2))
    held = hold(sale.event, {sale.type: 1})
    drain_outbox("ticketing.issue", "communications.deliver")
    client = visitor(sale.event.organizer)

    page = act(client, "order", "resend_tickets", order, held)
    drain_outbox("communications.deliver")

    assert f"{held}: This order has no tickets to send." in page
    assert "Mail the tickets again: Done for 1 row." in page
    assert [order.number in message.body for message in mailoutbox[2:]] == [True]
    assert other.number not in mailoutbox[-1].body


def test_an_organizer_cancels_holds_and_nothing_that_is_paid():
    sale = show(10)
    held = [hold(sale.event, {sale.type: 2}) for _ in range(2)]
    kept = hold(sale.event, {sale.type: 1})
    paid = bought(sale.event, {sale.type: 1})

    page = act(visitor(sale.event.organizer), "order", "cancel_hold", *held, paid)

    assert f"{paid}: This has moved on meanwhile, so nothing was changed." in page
    assert "Cancel what is held and not paid: Done for 2 rows." in page
    assert [stored(order).status for order in held] == ["cancelled", "cancelled"]
    assert (stored(kept).status, states(paid)) == (
        "pending",
        ("completed", "paid", ["successful"]),
    )
    assert counters(sale.event) == [(1, 1), (1, 1)]


@pytest.mark.parametrize("action", ["cancel_hold", "resend_tickets"])
def test_who_may_not_sell_acts_on_no_order(action):
    sale = show(10)
    order = hold(sale.event, {sale.type: 1})
    bookkeeper = EventTeamMemberFactory(event=sale.event, permissions=["finance"]).user
    before = OutboxMessage.objects.count()

    page = act(visitor(bookkeeper), "order", action, order)

    assert f"{order}: you may not do this." in page
    assert (stored(order).status, OutboxMessage.objects.count()) == ("pending", before)


@pytest.mark.parametrize("action", ["cancel_hold", "resend_tickets"])
def test_a_rivals_action_finds_no_row(action):
    sale = show(10)
    order = hold(sale.event, {sale.type: 1})
    rival = show(10).event.organizer

    page = act(visitor(rival), "order", action, order)

    assert order.number not in page
    assert (stored(order).status, OutboxMessage.objects.count()) == ("pending", 0)


def test_an_admin_cancels_a_hold_anywhere():
    sale = show(10)
    order = hold(sale.event, {sale.type: 1})

    act(visitor(UserFactory(user_type="admin")), "order", "cancel_hold", order)

    assert stored(order).status == "cancelled"


@pytest.mark.parametrize(
    ("before", "action", "after", "says"),
    [
        ("active", "set_inactive", "inactive", "Take off sale: Done for 1 row."),
        ("active", "set_sold_out", "sold_out", "Mark as sold out: Done for 1 row."),
        ("inactive", "set_active", "active", "Put on sale: Done for 1 row."),
        ("inactive", "set_sold_out", "inactive", "This has moved on meanwhile"),
    ],
)
def test_ticket_types_go_on_and_off_sale(before, action, after, says):
    kind = TicketTypeFactory(status=before)

    page = act(visitor(kind.event.organizer), "tickettype", action, kind)

    assert says in page
    assert stored(kind).status == after


def test_a_rivals_ticket_types_stay_on_sale():
    kind, rival = TicketTypeFactory(), EventFactory().organizer

    act(visitor(rival), "tickettype", "set_inactive", kind)

    assert stored(kind).status == "active"
