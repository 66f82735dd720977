"""Guests and attendees from a file: the sale's own rules, in one piece."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from events.tests.factories import EventTeamMemberFactory
from fashionista.common.errors import DomainError
from fashionista.common.models import Import, OutboxMessage
from fashionista.common.testing import assert_integrity, drain_outbox, everything
from fashionista.importing.exceptions import RowsRefused
from ticketing.models import Order, Ticket, TicketType
from ticketing.tests.sale import (
    NOTHING,
    bought,
    counters,
    hold,
    rows,
    show,
    slot_counters,
    with_times,
)

from .test_importing import imported, looked_through, undone

pytestmark = pytest.mark.django_db
GUESTS = "name,email,ticket type,number,note\n"
TWO = GUESTS + "Pia,pia@paper.example,Type 1,2,First row\nIda,ida@house.example,type 1,,\n"


def guests(sale, text, by=None):
    return looked_through(text, "guests", by or sale.event.organizer, sale.event)


def orders():
    with everything():
        return [
            (each.buyer_name, each.buyer_email, each.tickets.count(), each.status)
            for each in Order.objects.order_by("created_at", "buyer_email")
        ]


def test_looking_guests_through_takes_no_place_and_mails_nobody():
    sale = show(10)

    row = guests(sale, TWO)

    assert row.faults == {}
    assert (rows(), counters(sale.event)) == (NOTHING, [(0, 0), (0, 0)])
    assert not OutboxMessage.objects.exists()


def test_guests_get_an_order_each_and_their_mails():
    sale = show(10)

    row = imported(guests(sale, TWO), sale.event.organizer)

    assert sorted(orders()) == [
        ("Ida", "ida@house.example", 1, "completed"),
        ("Pia", "pia@paper.example", 2, "completed"),
    ]
    assert counters(sale.event) == [(0, 3), (0, 3)]
    imported(row, sale.event.organizer)
    assert len(orders()) == 2
    drain_outbox()
    assert sorted(to for message in mail.outbox for to in message.to) == [
        "ida@house.example",
        "pia@paper.example",
    ]
    assert_integrity()


def test_every_fault_of_guests():
    sale = show(10)
    with everything():
        TicketType.objects.create(event=sale.event, name="Twin", price=1, quantity=1, vat_rate=0)
        TicketType.objects.create(event=sale.event, name="twin", price=1, quantity=1, vat_rate=0)
    imported(guests(sale, GUESTS + "Pia,pia@paper.example,Type 1,1,"), sale.event.organizer)
    rival = show(10).type
    with everything():
        TicketType.objects.filter(pk=rival.pk).update(name="Rival")
        number = Order.objects.get().number

    row = guests(
        sale,
        GUESTS
        + ",nobody,Row Z,0,\n"
        + "Ida,ida@house.example,Rival,1,\n"
        + "Ida,ida@house.example,Twin,1,\n"
        + "Ida,ida@house.example,Type 1,1,\n"
        + "Ida,IDA@house.example,type 1,1,\n"
        + "Pia,pia@paper.example,Type 1,1,\n",
    )

    assert row.faults == {
        "2": {
            "name": ["This field is required."],
            "email": ["Enter the full address, like name@example.com."],
            "ticket_type": ["This event has no ticket type called “Row Z”."],
            "number": ["Ensure this value is greater than or equal to 1."],
        },
        "3": {"ticket_type": ["This event has no ticket type called “Rival”."]},
        "4": {"ticket_type": ["This event has several ticket types called “Twin”."]},
        "6": {"email": ["Row 5 says the same."]},
        "7": {"email": [f"This address was given such tickets already: order {number}."]},
    }


def test_more_guests_than_places_are_not_imported_at_all():
    sale = show(3)
    row = guests(sale, TWO)
    hold(sale.event, {sale.type: 1})

    with pytest.raises(RowsRefused) as refused:
        imported(row, sale.event.organizer)

    assert refused.value.faults == {
        "3": {"": ["The last of these places have just gone. Nothing was held."]}
    }
    assert counters(sale.event) == [(1, 0), (1, 0)]
    assert len(orders()) == 1  # the hold
    assert set(guests(sale, TWO).faults) == {"3"}


def test_guests_for_a_time():
    sale = with_times(5, 5)
    zone = sale.event.venue.zone
    first, second = (each.starts_at.astimezone(zone) for each in sale.times)
    text = "name;email;ticket type;time\n"
    row = guests(
        sale,
        text
        + f"Pia;pia@paper.example;Type 1;{second:%Y-%m-%d %H:%M}\n"
        + f"Ida;ida@house.example;Type 1;{first:%d.%m.%Y %H:%M}\n",
    )

    imported(row, sale.event.organizer)

    assert slot_counters(sale.event) == [(0, 1), (0, 1)]
    wrong = guests(
        sale,
        text + "Eva;eva@house.example;Type 1;\nUma;uma@house.example;Type 1;2099-01-01 10:00\n",
    )
    assert wrong.faults == {
        "2": {"": ["Choose a time for these tickets. Nothing was held."]},
        "3": {"time": ["This event has no such time, or several."]},
    }


def test_undone_the_guests_tickets_are_called_back():
    sale = show(10)
    by = sale.event.organizer
    row = imported(guests(sale, TWO), by)

    undone(row, by)

    assert {status for *_who, status in orders()} == {"refunded"}
    assert counters(sale.event) == [(0, 0), (0, 0)]
    undone(row, by)
    assert_integrity()


def test_what_a_guest_has_used_keeps_all_of_them():
    sale = show(10)
    by = sale.event.organizer
    row = imported(guests(sale, TWO), by)
    with everything():
        used = Ticket.objects.filter(order__buyer_email="ida@house.example")
        used.update(status="used", used_at=sale.event.start_date)

    with pytest.raises(DomainError, match=r"^Row 3 cannot be taken back.* used at the door"):
        undone(row, by)

    assert {status for *_who, status in orders()} == {"completed"}


def test_who_sells_may_import_guests_and_who_refunds_may_undo_them():
    sale = show(10)
    seller = EventTeamMemberFactory(event=sale.event, permissions=["sell"]).user
    row = imported(guests(sale, TWO, by=seller), seller)

    with pytest.raises(DomainError, match="right to refund"):
        undone(row, seller)

    assert len(orders()) == 2


def test_an_event_of_a_rival_is_as_one_that_is_not_there():
    sale, other = show(10), show(10)
    by = sale.event.organizer
    with pytest.raises(PermissionDenied):
        guests(other, TWO, by=by)  # no form offers that
    row = guests(sale, TWO)
    with everything():
        Import.objects.filter(pk=row.pk).update(target=other.event.pk)

    with pytest.raises(PermissionDenied):
        imported(row, by)

    assert orders() == []


@pytest.mark.parametrize("number", [1, 4])
def test_statements_for_each_guest_are_few_and_the_same(number, django_assert_max_num_queries):
    sale = show(10)
    text = GUESTS + "".join(f"Guest {n},g{n}@house.example,Type 1,1,\n" for n in range(number))

    with django_assert_max_num_queries(19 + 14 * number):
        guests(sale, text)


@pytest.mark.slow
def test_a_thousand_guests_fill_the_house():
    sale = show(1_000, capacity=1_000)
    text = GUESTS + "".join(f"Guest {n},g{n}@house.example,Type 1,1,\n" for n in range(1_000))
    row = guests(sale, text)

    imported(row, sale.event.organizer)

    assert counters(sale.event) == [(0, 1_000), (0, 1_000)]


def test_attendees_get_their_names_and_their_tickets_once_more():
    sale = show(10)
    by = sale.event.organizer
    order = bought(sale.event, {sale.type: 2})
    drain_outbox()
    mail.outbox.clear()
    text = f"order;ticket;name\n{order.number.lower()};2;Ida Inviti\n"

    row = imported(looked_through(text, "attendees", by, sale.event), by)

    def names():
        with everything():
            tickets = order.tickets.order_by("number")
            return [ticket.holder_name for ticket in tickets]

    assert names() == ["Gwen Guest", "Ida Inviti"]
    drain_outbox()
    assert len(mail.outbox) == 1
    undone(row, by)
    assert names() == ["Gwen Guest", "Gwen Guest"]
    assert_integrity()


def test_every_fault_of_attendees():
    sale, other = show(10), show(10)
    by = sale.event.organizer
    order, rivals = bought(sale.event, {sale.type: 2}), bought(other.event, {other.type: 1})
    with everything():
        order.tickets.filter(number=2).update(status="used", used_at=sale.event.start_date)
    text = (
        "order;ticket;name\n"
        f"{rivals.number};1;Ida\n"
        f"NOSUCH;1;Ida\n"
        f"{order.number};0;\n"
        f"{order.number};2;Ida\n"
        f"{order.number};1;Gwen Guest\n"
        f"{order.number};1;Ida\n"
    )

    row = looked_through(text, "attendees", by, sale.event)

    assert row.faults == {
        "2": {"order": ["This event has no such ticket."]},
        "3": {"order": ["This event has no such ticket."]},
        "4": {
            "ticket": ["Ensure this value is greater than or equal to 1."],
            "name": ["This field is required."],
        },
        "5": {"ticket": ["This ticket is used, or not valid any more."]},
        "6": {"name": ["The ticket has this name already."]},
        "7": {"ticket": ["Row 6 says the same."]},
    }


def test_a_name_that_was_changed_since_keeps_the_import():
    sale = show(10)
    by = sale.event.organizer
    order = bought(sale.event, {sale.type: 1})
    text = f"order;ticket;name\n{order.number};1;Ida\n"
    row = imported(looked_through(text, "attendees", by, sale.event), by)
    again = text.replace("Ida", "Eva")
    imported(looked_through(again, "attendees", by, sale.event), by)

    with pytest.raises(DomainError, match="another name by now"):
        undone(row, by)
