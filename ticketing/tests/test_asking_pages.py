"""Refund requests as buyers and organizers meet them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.models import Event
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.testing import everything
from ticketing.models import RefundPolicy

from .sale import bought, refunds_of, show, stored, tickets_of
from .test_admin_actions import act
from .test_admin_forms import save_event
from .test_asking import answered, asked, asking_for, decline_request, requests_of, ticket_states
from .test_returning import guest_of, returnable, ticked
from .visit import visitor, words

pytestmark = pytest.mark.django_db
LIST = "/admin/ticketing/refundrequest/"


def url_of(order):
    return f"/orders/{order.pk}/ask/"


def desk_of(request):
    return f"{LIST}{request.pk}/change/"


def shown_sum(page, name="confirm"):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


# the buyer's


def test_a_guest_ticks_says_why_sees_the_sum_and_asks():
    sale = asking_for(fee_percent=10)
    order = bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    _first, second = tickets_of(order)
    client = guest_of(order)
    page = words(client.get(f"/orders/{order.pk}/"))
    assert "You can ask for a refund until Tue 1 Dec 2099" in page
    assert "The organizer decides. 10% of the price of each are kept. Ask for a refund" in page
    answer = client.get(f"/orders/{order.pk}/return/")
    assert (answer.status_code, answer.url) == (302, url_of(order))
    assert "Type 1, Ida, €25.00" in words(client.get(url_of(order)))

    preview = client.post(url_of(order), ticked(second, reason="I am ill"))

    told = "Type 1, Ove €25.00 Kept of it −€2.50 Back to you, if approved €22.50"
    assert told in words(preview)
    assert requests_of(order) == []

    confirmed = ticked(second, reason="I am ill", confirm=shown_sum(preview))
    page = words(client.post(url_of(order), confirmed, follow=True))

    assert "The organizer has your request. We have emailed you." in page
    assert "Not answered yet Asked on" in page
    assert "Your reason: I am ill" in page
    (request,) = requests_of(order)
    assert (request.status, request.reason, request.by) == ("open", "I am ill", None)
    assert ticket_states(order) == ["valid", "valid"]
    page = words(client.get(f"/orders/{order.pk}/"))
    assert "It is not answered yet. See your request" in page
    assert "Ask for a refund" not in page

    again = client.post(url_of(order), confirmed)
    assert again.status_code == 422
    assert "You have asked for a refund of this order already" in words(again)
    assert len(requests_of(order)) == 1


def test_a_buyer_withdraws_and_reads_it():
    sale = asking_for()
    buyer = UserFactory()
    order = bought(sale.event, {sale.type: 1}, buyer=buyer)
    request = asked(order, tickets_of(order), 25, by=buyer)
    address = f"{url_of(order)}withdraw/"

    for client in (visitor(), visitor(UserFactory()), visitor(sale.event.organizer)):
        assert client.post(address).status_code == 404
    assert stored(request).status == "open"
    assert visitor(buyer).get(address).status_code == 405
    page = words(visitor(buyer).post(address, follow=True))

    assert "Your request is withdrawn. The tickets stay yours." in page
    assert "You withdrew your request on" in page
    assert "See what you would get back" in page
    assert stored(request).status == "withdrawn"
    assert visitor(buyer).post(address).status_code == 404


def test_who_asks_and_withdraws_again_and_again_has_to_wait():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    client, wanted = guest_of(order), ticked(*tickets_of(order), confirm="25")

    for _time in range(5):
        assert client.post(url_of(order), wanted).status_code == 302
        client.post(f"{url_of(order)}withdraw/")
    refused = client.post(url_of(order), wanted)

    assert refused.status_code == 422
    assert "That was too often." in words(refused)
    assert [request.status for request in requests_of(order)] == ["withdrawn"] * 5


def test_a_buyer_reads_the_answer():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    answered(asked(order, tickets_of(order), 25), decline_request, answer="Chairs are ordered")

    page = words(guest_of(order).get(url_of(order)))

    assert "The organizer declined your request on" in page
    assert "Chairs are ordered" in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Tick the tickets you want to return."),
        ({"tickets": "x"}, "is not a valid UUID"),
        ({"reason": "r" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_typed_wrong_is_told(typed, says):
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})

    answer = guest_of(order).post(url_of(order), typed)

    assert (answer.status_code, says in words(answer)) == (422, True)
    assert requests_of(order) == []


def test_too_late_and_where_nobody_is_asked_the_page_says_so():
    sale, at_once = asking_for(), returnable()
    late, quick = (bought(each.event, {each.type: 1}) for each in (sale, at_once))
    with everything():
        start = timezone.now() + timedelta(hours=23)
        Event.objects.filter(pk=sale.event.pk).update(start_date=start)

    client = guest_of(late)
    assert "It is too late to return tickets of this event." in words(client.get(url_of(late)))
    typed = ticked(*tickets_of(late), confirm="25.00")
    assert client.post(url_of(late), typed).status_code == 422
    assert "Ask for a refund" not in words(client.get(f"/orders/{late.pk}/"))

    answer = guest_of(quick).get(url_of(quick))
    assert (answer.status_code, answer.url) == (302, f"/orders/{quick.pk}/return/")
    typed = ticked(*tickets_of(quick), confirm="25.00")
    answer = guest_of(quick).post(url_of(quick), typed)
    assert (answer.status_code, "has changed meanwhile" in words(answer)) == (422, True)
    assert requests_of(late) == requests_of(quick) == []


def test_whose_the_buyers_page_is():
    sale = asking_for()
    buyer = UserFactory()
    order = bought(sale.event, {sale.type: 1}, buyer=buyer)
    typed = ticked(*tickets_of(order), confirm="25.00")

    for client in (visitor(), visitor(UserFactory()), visitor(sale.event.organizer)):
        assert client.get(url_of(order)).status_code == 404
        assert client.post(url_of(order), typed).status_code == 404
    assert requests_of(order) == []
    assert visitor(buyer).post(url_of(order), typed).status_code == 302
    assert [request.by_id for request in requests_of(order)] == [buyer.pk]


def test_the_buyers_page_asks_as_much_for_many_tickets_as_for_one(django_assert_max_num_queries):
    sale = asking_for()
    for number in (1, 3):
        order = bought(sale.event, {sale.type: number})
        client = guest_of(order)
        with django_assert_max_num_queries(16):
            assert client.post(url_of(order), ticked(*tickets_of(order))).status_code == 200
        asked(order, tickets_of(order), 25 * number)
        with django_assert_max_num_queries(14):
            assert client.get(url_of(order)).status_code == 200


# the desk


def waiting_at(sale, number=2, **told):
    order = bought(sale.event, {sale.type: number}, attendees=["Ida", "Ove"][:number])
    return asked(order, tickets_of(order)[:1], told.pop("expected", 25), **told)


def test_the_list_has_who_waits_first_and_longest_first():
    sale = asking_for()
    done = waiting_at(sale)
    answered(done, decline_request, answer="No")
    later = waiting_at(sale, at=timezone.now() + timedelta(hours=2))
    first = waiting_at(sale, at=timezone.now())
    client = visitor(sale.event.organizer)

    answer = client.get(LIST)

    assert [row.pk for row in answer.context["cl"].result_list] == [first.pk, later.pk, done.pk]
    page = words(answer)
    with everything():
        assert first.order.number in page
    assert "€25.00" in page
    only = client.get(LIST, {"status__exact": "open"}).context["cl"].result_list
    assert [row.pk for row in only] == [first.pk, later.pk]


def test_an_organizer_reads_and_approves():
    sale = asking_for(fee_fixed=5)
    request = waiting_at(sale, expected=20, reason="I am ill")
    client = visitor(sale.event.organizer)

    shown = client.get(desk_of(request))

    page = words(shown)
    assert "Reason I am ill" in page
    assert "Tickets Type 1, Ida (valid)" in page
    assert "Ove" not in page
    assert "Would go back €20.00 , €5.00 is kept" in page
    typed = {"approve": "Approve", "expected": shown_sum(shown, "expected"), "answer": "Get well"}
    page = words(client.post(desk_of(request), typed, follow=True))
    assert "Approved. The buyer is told by email." in page
    assert (stored(request).status, stored(request).answer) == ("approved", "Get well")
    with everything():
        order = request.order
    assert [(owed.amount, owed.note) for owed in refunds_of(order)] == [(20, "Get well")]

    again = client.post(desk_of(request), typed)
    assert again.status_code == 422
    assert "This has moved on meanwhile" in words(again)
    page = words(client.get(desk_of(request)))
    assert "Answer Get well" in page
    assert "Approve" not in page


def test_the_page_of_an_order_leads_to_what_is_asked_of_it():
    sale = asking_for()
    request = waiting_at(sale)
    page = f"/admin/ticketing/order/{request.order_id}/change/"
    seller = EventTeamMemberFactory(event=sale.event, permissions=["sell"]).user

    assert desk_of(request) in visitor(sale.event.organizer).get(page).content.decode()
    assert desk_of(request) not in visitor(seller).get(page).content.decode()
    answered(request, decline_request, answer="No")
    assert desk_of(request) not in visitor(sale.event.organizer).get(page).content.decode()


def test_an_organizer_declines_with_a_sentence():
    sale = asking_for()
    request = waiting_at(sale)
    client = visitor(sale.event.organizer)

    answer = client.post(desk_of(request), {"decline": "1", "answer": ""})
    assert answer.status_code == 422
    assert "Say why, in a sentence to the buyer." in words(answer)
    assert client.post(desk_of(request), {"answer": "x"}).status_code == 400
    assert stored(request).status == "open"
    page = client.post(desk_of(request), {"decline": "1", "answer": "No place left"}, follow=True)

    assert "Declined. The buyer is told by email." in words(page)
    assert (stored(request).status, stored(request).answer) == ("declined", "No place left")


def test_a_sum_that_changed_meanwhile_is_shown_and_nothing_is_done():
    sale = asking_for()
    request = waiting_at(sale)
    client = visitor(sale.event.organizer)
    with everything():
        RefundPolicy.objects.update(fee_fixed=5)

    answer = client.post(
        desk_of(request), {"approve": "Approve", "expected": "25.00", "answer": ""}
    )

    assert answer.status_code == 422
    assert "What goes back has changed meanwhile." in words(answer)
    assert "Would go back €20.00" in words(answer)
    assert stored(request).status == "open"


def test_many_are_approved_each_with_its_refusal():
    sale = asking_for()
    requests = [waiting_at(sale) for _ in range(2)]
    done = waiting_at(sale)
    answered(done, decline_request, answer="No")

    page = act(visitor(sale.event.organizer), "refundrequest", "approve_request", *requests, done)

    with everything():
        number = done.order.number
    assert f"{number}: This has moved on meanwhile" in page
    assert "Approve: Done for 2 rows." in page
    assert [stored(each).status for each in (*requests, done)] == [
        "approved", "approved", "declined",
    ]  # fmt: skip


def test_many_are_declined_with_one_sentence():
    sale = asking_for()
    requests = [waiting_at(sale) for _ in range(2)]
    client = visitor(sale.event.organizer)
    chosen = {"action": "decline", "_selected_action": [each.pk for each in requests]}

    page = client.post(LIST, chosen)
    assert "The tickets stay with their buyers, who are told why by email." in words(page)
    empty = client.post(LIST, chosen | {"answer": " "})
    assert (empty.status_code, "Say why" in words(empty)) == (422, True)
    assert [stored(each).status for each in requests] == ["open", "open"]

    page = words(client.post(LIST, chosen | {"answer": "No place left"}, follow=True))

    assert "Decline: Done for 2 rows." in page
    assert [(stored(each).status, stored(each).answer) for each in requests] == [
        ("declined", "No place left")
    ] * 2


def test_for_whom_the_desk_is():
    sale, rivals = asking_for(), show(10)
    request = waiting_at(sale, reason="I am ill")

    def member(permission):
        return visitor(EventTeamMemberFactory(event=sale.event, permissions=[permission]).user)

    refunder, bookkeeper, seller = (member(name) for name in ("refund", "finance", "sell"))
    assert "I am ill" in words(refunder.get(desk_of(request)))
    page = words(bookkeeper.get(desk_of(request)))
    assert ("I am ill" in page, "Decline" in page) == (True, False)
    typed = {"decline": "1", "answer": "No"}
    bookkeeper.post(desk_of(request), typed)
    page = words(
        bookkeeper.post(
            LIST, {"action": "decline", "_selected_action": [request.pk], "answer": "No"},
            follow=True,
        )
    )  # fmt: skip
    assert "you may not do this." in page
    for client in (seller, visitor(UserFactory())):
        assert client.get(LIST).status_code in (302, 403)
        assert client.get(desk_of(request)).status_code in (302, 403)
    rival = visitor(rivals.event.organizer)
    assert rival.get(LIST).context["cl"].result_count == 0
    assert rival.get(desk_of(request)).status_code == 302
    assert rival.post(desk_of(request), typed).status_code == 302
    assert stored(request).status == "open"
    assert refunder.post(desk_of(request), typed).status_code == 302
    assert stored(request).status == "declined"


@pytest.mark.parametrize("address", [f"{LIST}add/", f"{LIST}not-a-key/change/"])
def test_no_other_page_is_there(address):
    assert visitor(show(10).event.organizer).get(address).status_code in (302, 403)


def test_the_list_asks_as_much_for_many_as_for_one(django_assert_max_num_queries):
    sale = asking_for()
    client = visitor(sale.event.organizer)
    for number in (1, 3):
        for _ in range(number):
            waiting_at(sale)
        with django_assert_max_num_queries(10):
            assert client.get(LIST).status_code == 200
    request = waiting_at(sale)
    with django_assert_max_num_queries(18):
        assert client.get(desk_of(request)).status_code == 200


def test_an_organizer_chooses_to_decide():
    sale = show(10)

    page = save_event(
        visitor(sale.event.organizer),
        sale.event,
        **{
            "refund_policies-TOTAL_FORMS": 1,
            "refund_policies-0-hours": 72,
            "refund_policies-0-approval": "on",
            "refund_policies-0-fee_fixed": "0",
            "refund_policies-0-fee_percent": "0",
        },
    )

    assert "was changed successfully" in page
    with everything():
        assert RefundPolicy.objects.get().approval is True


def test_a_request_is_written_down():
    sale = asking_for()
    request = waiting_at(sale, reason="I am ill")
    answered(request, decline_request, answer="Too late")

    page = words(visitor(sale.event.organizer).get(f"{LIST}{request.pk}/history/"))

    assert "declined" in page
    assert "I am ill" not in page
    assert "Too late" not in page
