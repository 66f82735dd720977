"""From the bank's file to tickets: imported once, proposed by reference, confirmed by people."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import assert_integrity, everything
from ticketing.exceptions import NoMatch
from ticketing.matching import confirm_transaction
from ticketing.models import BankStatement, BankTransaction, PaymentEvent
from ticketing.references import in_fours, reference_of
from ticketing.sweeping import sweep_holds

from .factories import BankStatementFactory, BankTransactionFactory
from .sale import ordered, race, refunds_of, show, states, stored, tickets_of
from .visit import visitor, words

pytestmark = pytest.mark.django_db
URL = "/admin/ticketing/payment/statements/"


def house(*quantities, **fields):
    sale = show(*quantities, **fields)
    sale.profile = OrganizerProfileFactory(user=sale.event.organizer)
    sale.owner = sale.event.organizer
    return sale


@pytest.fixture
def sale():
    return house(50)


@pytest.fixture
def client(sale):
    return visitor(sale.owner)


def waiting(sale, at=None):
    return ordered(sale.event, {sale.type: 1}, gateway="transfer", at=at or timezone.now())


def line(order, amount="25.00", currency="EUR", **changes):
    text = changes.get("text") or f"Tickets {in_fours(reference_of(order.number))}"
    return f"2026-11-24;Gwen Guest;{text};{amount};{currency}\n"


def file_of(*lines):
    return ("date;name;text;amount;currency\n" + "".join(lines)).encode()


def upload(client, sale, body):
    file = SimpleUploadedFile("statement.csv", body)
    posted = {"organizer": sale.profile.pk, "currency": "EUR", "file": file}
    return client.post(URL, posted, follow=True)


def settle(client, how, money):
    return words(client.post(URL, {"settle": how, "row": money.pk}, follow=True))


def money():
    with everything():
        return list(BankTransaction.objects.order_by("pk"))


def arrived(sale, order, **fields):
    statement = BankStatementFactory(organizer=sale.owner)
    return BankTransactionFactory(statement=statement, text=reference_of(order.number), **fields)


def test_from_the_file_to_the_tickets(sale, client):
    order, payment = waiting(sale)

    page = words(upload(client, sale, file_of(line(order))))
    (row,) = money()
    done = settle(client, "confirm", row)

    assert "1 payment is new." in page
    for said in ("Gwen Guest", "25.00 EUR", order.number, "reference and amount are right"):
        assert said in page
    assert "Done." in done
    assert "No money waits to be settled." in done
    assert states(order) == ("completed", "paid", ["successful"])
    assert len(tickets_of(order)) == 1
    assert stored(payment).transaction_id == f"bank {row.pk}"
    assert stored(row).status == "confirmed"
    assert_integrity(at=timezone.now())


def test_the_same_file_and_one_that_overlaps_bring_nothing_twice(sale, client):
    one, _payment = waiting(sale)
    two, _payment = waiting(sale)
    upload(client, sale, file_of(line(one)))

    again = words(upload(client, sale, file_of(line(one))))
    wider = words(upload(client, sale, file_of(line(one), line(two))))

    assert "0 payments are new." in again
    assert "1 payment is new." in wider
    assert len(money()) == 2


def test_another_amount_currency_or_no_reference_is_shown_and_not_confirmed(sale, client):
    order, _payment = waiting(sale)
    body = file_of(
        line(order, "24.99"), line(order, currency="CHF"), line(order, text="Spende an uns")
    )

    page = words(upload(client, sale, body))

    assert page.count("another amount than was asked for") == 2
    assert page.count("no order of yours") == 1
    assert "Confirm" not in page
    for row in money():
        assert "This money is not what an order waits for" in settle(client, "confirm", row)
        assert stored(row).status == "open"
    assert states(order) == ("pending", "pending", ["pending"])
    with everything():
        assert not PaymentEvent.objects.exists()


def test_money_that_came_late_says_so_and_is_given_its_places_or_owed():
    sale = house(1)
    order, _payment = waiting(sale)
    sweep_holds(at=timezone.now() + timedelta(hours=25))
    row = arrived(sale, order)
    client = visitor(sale.owner)
    waiting(sale)

    page = words(client.get(URL))
    settle(client, "confirm", row)

    assert "came late: takes the places if they are free, or is owed back" in page
    assert [each.reason for each in refunds_of(order)] == ["too_late"]
    assert states(order)[0] == "expired"
    assert_integrity(at=timezone.now())


def test_an_order_that_is_paid_is_not_paid_again(sale, client):
    order, _payment = waiting(sale)
    settle(client, "confirm", arrived(sale, order))
    second = arrived(sale, order)

    page = words(client.get(URL))

    assert "paid already" in page
    assert "This money is not what an order waits for" in settle(client, "confirm", second)
    assert states(order) == ("completed", "paid", ["successful"])


def test_what_is_for_something_else_is_put_away(sale, client):
    order, _payment = waiting(sale)
    row = arrived(sale, order)

    settle(client, "dismiss", row)

    assert stored(row).status == "dismissed"
    assert "This money is not what an order waits for" in settle(client, "confirm", row)
    assert states(order) == ("pending", "pending", ["pending"])


def test_the_doctor_counts_what_is_for_no_order_yet(sale, client):
    BankTransactionFactory(statement=BankStatementFactory(organizer=sale.owner))

    page = words(client.get("/admin/ticketing/payment/doctor/"))

    assert "One payment on your bank account is for no order yet." in page


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_sell_once():
    sale = house(5)
    order, _payment = waiting(sale)
    row = arrived(sale, order)

    def confirm():
        with acting_as(sale.owner):
            confirm_transaction(stored(row), by=sale.owner, at=timezone.now())

    outcomes = race(confirm, confirm, confirm)

    refused = [each for each in outcomes if isinstance(each, NoMatch | NotFromHere)]
    assert (len(refused), outcomes.count(None)) == (2, 1)
    assert len(tickets_of(order)) == 1
    assert_integrity(at=timezone.now())


@pytest.mark.parametrize("body", [b"", b"hello", b"<x/>", b"x" * 6_000_000, file_of()])
def test_a_file_that_is_no_statement_is_said_and_nothing_kept(sale, client, body):
    page = words(upload(client, sale, body))

    assert "no bank statement we can read" in page or "The submitted file is empty." in page
    with everything():
        assert not BankStatement.objects.exists()
        assert not BankTransaction.objects.exists()


@pytest.mark.parametrize("posted", [{}, {"settle": "x"}, {"settle": "confirm", "row": "x"}])
def test_nonsense_settles_nothing(sale, client, posted):
    row = arrived(sale, waiting(sale)[0])

    assert client.post(URL, posted, follow=True).status_code == 200

    assert stored(row).status == "open"


def test_a_rival_sees_and_settles_nothing_even_with_the_right_reference(sale):
    order, _payment = waiting(sale)
    row = arrived(sale, order)
    rival = house(1)
    own = arrived(rival, order)  # money on the rival's account, with a reference of ours
    client = visitor(rival.owner)

    page = words(client.get(URL))
    refused = [settle(client, "confirm", each) for each in (row, own)]
    stolen = words(upload(client, sale, file_of(line(order))))

    assert page.count("no order of yours") == 1
    assert order.number not in page.replace(reference_of(order.number), "")
    assert "This has moved on meanwhile" in refused[0]
    assert "This money is not what an order waits for" in refused[1]
    assert "payment is new" not in stolen
    assert states(order) == ("pending", "pending", ["pending"])
    assert [stored(each).status for each in (row, own)] == ["open", "open"]


def test_who_keeps_the_books_everywhere_may_and_others_may_not(sale):
    everywhere = {"event": None, "organizer": sale.owner}
    keeper, seller = UserFactory(), UserFactory()
    EventTeamMemberFactory(user=keeper, permissions=["finance"], **everywhere)
    EventTeamMemberFactory(user=seller, permissions=["refund", "sell"], **everywhere)
    order, _payment = waiting(sale)
    row = arrived(sale, order)

    assert visitor(seller).get(URL).status_code == 403
    settle(visitor(seller), "confirm", row)
    assert stored(row).status == "open"
    assert visitor().get(URL).status_code == 302
    settle(visitor(keeper), "confirm", row)
    assert stored(row).status == "confirmed"


def test_the_page_asks_as_much_for_three_rows_as_for_one(sale, client):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(URL).status_code == 200
        return len(asked)

    arrived(sale, waiting(sale)[0])
    client.get(URL)
    one = statements()
    for _ in range(2):
        arrived(sale, waiting(sale)[0])

    assert statements() == one
