"""Codes and early prices at the desk."""

import pytest

from events.tests.factories import EventFactory
from fashionista.common.testing import assert_integrity, everything
from ticketing.models import PriceStep, Voucher

from .factories import PriceStepFactory, TicketTypeFactory, VoucherFactory
from .sale import counters, show, stored
from .test_admin_forms import form_of
from .visit import visitor, words

pytestmark = pytest.mark.django_db


def code_form(event, **changes):
    form = {
        "event": event.pk,
        "code": "spring-27",
        "kind": "percent",
        "value": "10",
        "ticket_type": "",
        "quantity": "",
        "budget": "",
        "keep": "",
        **{f"valid_{end}_{part}": "" for end in ("from", "until") for part in (0, 1)},
    }
    return form | changes


def add(client, event, **changes):
    return client.post("/admin/ticketing/voucher/add/", code_form(event, **changes))


def save(client, voucher, **changes):
    form = code_form(voucher.event, code=voucher.code, **changes)
    return client.post(f"/admin/ticketing/voucher/{voucher.pk}/change/", form, follow=True)


def test_an_organizer_makes_a_code_with_places_kept_for_it():
    sale = show(10)

    answer = add(visitor(sale.event.organizer), sale.event, ticket_type=sale.type.pk, keep=4)

    assert answer.status_code == 302
    with everything():
        voucher = Voucher.objects.get()
    assert (voucher.code, voucher.value, voucher.reserved) == ("SPRING-27", 10, 4)
    assert counters(sale.event) == [(4, 0), (4, 0)]
    assert_integrity()


def test_fewer_places_are_kept_when_the_number_is_lowered():
    sale = show(10)
    client = visitor(sale.event.organizer)
    add(client, sale.event, ticket_type=sale.type.pk, keep=4)
    with everything():
        voucher = Voucher.objects.get()

    save(client, voucher, keep=1, value="20")

    assert (stored(voucher).reserved, stored(voucher).value) == (1, 20)
    assert counters(sale.event) == [(1, 0), (1, 0)]
    assert_integrity()


def test_more_places_than_are_free_cannot_be_kept_and_no_code_is_made():
    sale = show(3)

    client = visitor(sale.event.organizer)

    answer = add(client, sale.event, ticket_type=sale.type.pk, keep=4)

    assert "There are not so many places free to keep." in words(client.get(answer.url))
    with everything():
        assert not Voucher.objects.exists()
    assert counters(sale.event) == [(0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "ab"}, "4 to 40 letters, digits, dashes."),
        ({"code": "no space"}, "4 to 40 letters, digits, dashes."),
        ({"code": "taken"}, "This event has such a code."),
        ({"value": ""}, "This value does not fit what the code does."),
        ({"value": "101"}, "This value does not fit what the code does."),
        ({"kind": "access"}, "This value does not fit what the code does."),
        ({"kind": "gift"}, "Select a valid choice."),
        ({"quantity": "0"}, "greater than or equal to 1"),
        ({"keep": "2"}, "Places are kept of one type: choose it."),
        (
            {
                "valid_from_0": "2099-01-02", "valid_from_1": "10:00",
                "valid_until_0": "2099-01-01", "valid_until_1": "10:00",
            },
            "A code ends after it begins.",
        ),
    ],
)  # fmt: skip
def test_a_code_filled_in_wrong_is_told_and_not_made(changes, says):
    event = EventFactory()
    VoucherFactory(event=event, code="TAKEN")

    answer = add(visitor(event.organizer), event, **changes)

    assert answer.status_code == 200
    assert says in words(answer)
    with everything():
        assert Voucher.objects.count() == 1


def test_a_code_for_a_type_of_another_event_is_told_and_not_made():
    event = EventFactory()
    elsewhere = TicketTypeFactory(event=EventFactory(organizer=event.organizer))

    answer = add(visitor(event.organizer), event, ticket_type=elsewhere.pk)

    assert answer.status_code == 200
    assert "Choose one of the same event." in words(answer)
    with everything():
        assert not Voucher.objects.exists()


def test_a_rival_neither_sees_nor_makes_codes():
    voucher, rival = VoucherFactory(code="SECRET-9"), EventFactory().organizer
    client = visitor(rival)

    assert "SECRET-9" not in words(client.get("/admin/ticketing/voucher/"))
    assert "doesn’t exist" in words(
        client.get(f"/admin/ticketing/voucher/{voucher.pk}/change/", follow=True)
    )
    add(client, voucher.event)
    with everything():
        assert Voucher.objects.count() == 1


def test_the_list_asks_as_much_for_many_codes_as_for_one(django_assert_max_num_queries):
    event = EventFactory()
    client = visitor(event.organizer)
    VoucherFactory(event=event, ticket_type=TicketTypeFactory(event=event))
    with django_assert_max_num_queries(20) as one:
        client.get("/admin/ticketing/voucher/")
    for _ in range(2):
        VoucherFactory(event=event, ticket_type=TicketTypeFactory(event=event))

    with django_assert_max_num_queries(20) as three:
        client.get("/admin/ticketing/voucher/")

    assert len(three) == len(one)


def test_early_prices_are_kept_beside_their_type():
    sale = show(10)
    client = visitor(sale.event.organizer)
    step = PriceStepFactory(ticket_type=sale.type, price=20, first_places=5)
    form = form_of(sale.type) | {
        "price_steps-TOTAL_FORMS": 2,
        "price_steps-INITIAL_FORMS": 1,
        "price_steps-0-id": step.pk,
        "price_steps-0-ticket_type": sale.type.pk,
        "price_steps-0-price": "18",
        "price_steps-0-first_places": 5,
        "price_steps-1-id": "",
        "price_steps-1-ticket_type": sale.type.pk,
        "price_steps-1-price": "22",
        "price_steps-1-until_0": "2099-01-01",
        "price_steps-1-until_1": "10:00",
    }

    answer = client.post(f"/admin/ticketing/tickettype/{sale.type.pk}/change/", form)

    assert answer.status_code == 302, words(answer)
    with everything():
        steps = PriceStep.objects.order_by("price").values_list("event", "price", "first_places")
        assert list(steps) == [(sale.event.pk, 18, 5), (sale.event.pk, 22, None)]
