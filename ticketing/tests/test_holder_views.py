"""Whose ticket it is, by those who may say so; and the link that opens one ticket."""

import pytest

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.issuing import ticket_link
from ticketing.models import TicketChange

from .sale import bought, show, stored, tickets_of
from .test_door_views import scan, verdict
from .visit import mailed_link, visitor, words

pytestmark = pytest.mark.django_db
IDA = {"name": "Ida Next", "email": "ida@example.org"}


@pytest.fixture
def sale():
    made = show(10, title="Spring Show")
    made.buyer = UserFactory()
    made.order = bought(made.event, {made.type: 2}, buyer=made.buyer)
    made.ticket, made.other = tickets_of(made.order)
    return made


def path_of(ticket):
    return ticket_link(stored(ticket)).removeprefix("http://127.0.0.1:8000")


def opened(link):
    client = visitor()
    client.get(link)
    return client


def changes():
    with everything():
        return TicketChange.objects.count()


def test_the_buyer_corrects_a_name(sale):
    client = visitor(sale.buyer)
    page = client.get(f"/tickets/{sale.ticket.pk}/holder/")
    assert "It is in the name of Gwen Guest." in words(page)

    answer = client.post(
        f"/tickets/{sale.ticket.pk}/correct/", {"name": " Ove Right "}, follow=True
    )

    assert answer.redirect_chain == [(f"/tickets/{sale.ticket.pk}/", 302)]
    assert "The name is changed." in words(answer)
    assert (stored(sale.ticket).holder_name, stored(sale.other).holder_name) == (
        "Ove Right",
        "Gwen Guest",
    )


def test_the_buyer_passes_a_ticket_on_and_sees_its_code_no_more(sale):
    client = visitor(sale.buyer)

    answer = client.post(f"/tickets/{sale.ticket.pk}/transfer/", IDA, follow=True)

    new = stored(sale.ticket)
    assert answer.redirect_chain == [(f"/orders/{sale.order.pk}/", 302)]
    text = words(answer)
    assert "Passed on to Ida Next, who gets it by email." in text
    assert sale.other.code in text
    assert new.code not in text
    assert sale.ticket.code not in text
    for page in ("", "qr.svg", "qr.png", "holder/"):
        assert client.get(f"/tickets/{new.pk}/{page}").status_code == 404
    assert client.post(f"/tickets/{new.pk}/correct/", {"name": "Thief"}).status_code == 404
    assert client.post(f"/tickets/{new.pk}/transfer/", IDA).status_code == 404
    guest = opened(mailed_link(sale.order))
    assert guest.get(f"/tickets/{new.pk}/").status_code == 404
    assert client.get(f"/tickets/{sale.other.pk}/").status_code == 200
    assert changes() == 1
    assert_integrity()


def test_the_link_opens_one_ticket_and_nothing_else_of_its_order(sale):
    client = opened(path_of(sale.ticket))

    page = client.get(f"/tickets/{sale.ticket.pk}/")

    text = words(page)
    assert sale.ticket.code in text
    assert "Spring Show" in text
    assert "of 2" not in text
    assert f"/orders/{sale.order.pk}/" not in page.content.decode()
    assert client.get(f"/tickets/{sale.ticket.pk}/qr.svg").status_code == 200
    for closed in (f"/tickets/{sale.other.pk}/", f"/orders/{sale.order.pk}/"):
        assert client.get(closed).status_code == 404


def test_the_link_ends_when_the_ticket_is_passed_on(sale):
    first_link = path_of(sale.ticket)
    first = opened(first_link)
    answer = first.post(f"/tickets/{sale.ticket.pk}/transfer/", IDA)
    assert (answer.status_code, answer.url) == (302, f"/events/{sale.event.slug}/")

    second = opened(path_of(sale.ticket))

    assert second.get(f"/tickets/{sale.ticket.pk}/").status_code == 200
    assert first.get(f"/tickets/{sale.ticket.pk}/").status_code == 404
    assert visitor().get(first_link).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "key=", "key=x", "order={order}", "order={order}&key=x", "order={order}&key=",
        "order=x&key=x",
        "order={other}&key={key}", "order={order}&key={key}x", "order={order}&key={other_key}",
        "order={order}&key={secret}", "order=%00&key=%00",
    ],
)  # fmt: skip
def test_other_keys_open_nothing(sale, query):
    elsewhere = bought(sale.event, {sale.type: 1})
    asked = query.format(
        order=sale.order.pk, other=elsewhere.pk, key=sale.ticket.link_key,
        other_key=sale.other.link_key, secret=sale.order.access_secret,
    )  # fmt: skip
    client = visitor()

    assert client.get(f"/tickets/{sale.ticket.pk}/?{asked}").status_code == 404
    assert client.get(f"/tickets/{sale.ticket.pk}/").status_code == 404


def test_who_sells_corrects_and_passes_on_and_sees_no_code(sale):
    seller = EventTeamMemberFactory(event=sale.event, permissions=["sell"]).user
    client = visitor(seller)
    url = f"/tickets/{sale.ticket.pk}/"

    corrected = client.post(f"{url}correct/", {"name": "Ove Right"}, follow=True)
    passed = client.post(f"{url}transfer/", IDA, follow=True)

    assert corrected.redirect_chain == passed.redirect_chain == [(f"{url}holder/", 302)]
    new = stored(sale.ticket)
    assert (new.holder_name, changes()) == ("Ida Next", 2)
    for page in (corrected, passed):
        assert new.code not in page.content.decode()
        assert sale.ticket.code not in page.content.decode()
    assert client.get(url).status_code == 404


def test_the_desk_leads_who_sells_to_the_ticket(sale):
    desk = visitor(sale.event.organizer).get(f"/admin/ticketing/ticket/{sale.ticket.pk}/change/")

    assert f'href="/tickets/{sale.ticket.pk}/holder/"' in desk.content.decode()


def test_strangers_and_rivals_change_nothing(sale):
    team = [
        EventTeamMemberFactory(event=sale.event, permissions=[permission]).user
        for permission in ("door", "refund", "finance")
    ]
    rival = show(1).event.organizer

    for person in (None, UserFactory(), rival, *team):
        client = visitor(person)
        assert client.get(f"/tickets/{sale.ticket.pk}/holder/").status_code == 404
        assert client.post(f"/tickets/{sale.ticket.pk}/correct/", {"name": "X"}).status_code == 404
        assert client.post(f"/tickets/{sale.ticket.pk}/transfer/", IDA).status_code == 404

    assert (changes(), stored(sale.ticket).holder_name) == (0, "Gwen Guest")


@pytest.mark.parametrize(
    ("page", "data", "says"),
    [
        ("correct", {}, "Who is coming?"),
        ("correct", {"name": "   "}, "Who is coming?"),
        ("correct", {"name": "x" * 201}, "at most 200 characters"),
        ("correct", {"name": "x\x00"}, "Null characters are not allowed."),
        ("transfer", {"name": "Ida"}, "The ticket goes to this address."),
        ("transfer", {"name": "Ida", "email": "nowhere"}, "Enter a valid email address."),
        ("transfer", {"email": "ida@example.org"}, "Who is coming?"),
    ],
)
def test_what_is_not_filled_in_right_is_said_and_changes_nothing(sale, page, data, says):
    answer = visitor(sale.buyer).post(f"/tickets/{sale.ticket.pk}/{page}/", data)

    assert (answer.status_code, says in words(answer)) == (422, True), words(answer)
    assert (changes(), stored(sale.ticket).holder_name) == (0, "Gwen Guest")


def test_a_used_ticket_says_that_its_name_stays(sale):
    with everything():
        advance(sale.ticket, "used", at=NOON, used_at=NOON)
    client = visitor(sale.buyer)

    assert "its name stays" in words(client.get(f"/tickets/{sale.ticket.pk}/holder/"))
    answer = client.post(f"/tickets/{sale.ticket.pk}/transfer/", IDA)

    assert answer.status_code == 422
    assert "Nothing was changed." in words(
        client.post(f"/tickets/{sale.ticket.pk}/transfer/", IDA)
    ) or ("its name stays" in words(answer))
    assert changes() == 0


def test_a_ticket_is_not_passed_on_again_and_again(sale):
    client = visitor(sale.buyer)
    for number in range(20):
        client.post(f"/tickets/{sale.ticket.pk}/correct/", {"name": f"Name {number}"})

    answer = client.post(f"/tickets/{sale.ticket.pk}/correct/", {"name": "Once more"})

    assert "That was too often." in words(answer)
    assert (changes(), stored(sale.ticket).holder_name) == (20, "Name 19")


def test_the_door_says_that_a_code_was_passed_on_and_when(sale):
    sale.url = f"/checkin/{sale.event.slug}/"
    visitor(sale.buyer).post(f"/tickets/{sale.ticket.pk}/transfer/", IDA)
    keeper = visitor(EventTeamMemberFactory(event=sale.event, permissions=["door"]).user)

    answer = scan(keeper, sale, sale.ticket.code)

    at = stored(sale.ticket).passed_on_at.astimezone(sale.event.venue.zone)
    assert verdict(answer) == ["no"]
    assert f"This code was passed on at {at.day} {at:%b, %H:%M}." in words(answer)
    assert verdict(scan(keeper, sale, stored(sale.ticket).code)) == ["ok"]
