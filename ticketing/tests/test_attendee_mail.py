"""Each who comes gets their own ticket, where they have an address; and gets it again."""

import pytest
from django.core import mail

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.issuing import resend_tickets, ticket_link

from .sale import bought, show, stored, tickets_of
from .test_handing_on import transfer
from .test_issuing import body_of, draw_and_mail, sent
from .test_printing import codes_on
from .visit import buyer, hold_by_http, mailed_link, visitor, words

pytestmark = pytest.mark.django_db
WHO = [
    {"name": "Ida", "email": "ida@example.org"},
    {"name": "Ove", "email": ""},
    {"name": "", "email": " GWEN@example.org"},
]


@pytest.fixture
def sale():
    made = show(10, title="Spring Show")
    made.buyer = UserFactory()
    made.order = bought(made.event, {made.type: 3}, buyer=made.buyer, attendees=WHO)
    made.tickets = tickets_of(made.order)
    return made


def mails():
    """{address: message} of what was sent since the last time."""
    drain_outbox("communications.deliver")
    found = {message["To"]: message for message in sent()}
    assert len(found) == len(mail.outbox)
    mail.outbox.clear()
    return found


def test_who_has_an_address_of_their_own_gets_their_ticket_and_no_other(sale):
    drain_outbox("ticketing.issue")

    by_address = mails()

    ida, *others = tickets = sale.tickets
    assert [ticket.holder_name for ticket in tickets] == ["Ida", "Ove", "Gwen Guest"]
    assert by_address.keys() == {"gwen@example.org", "ida@example.org"}
    theirs = by_address["ida@example.org"]
    lines = body_of(theirs).splitlines()
    assert f"{ida.code}  Type 1, Ida" in lines
    assert ticket_link(stored(ida)) in lines
    assert sale.order.access_secret not in theirs.as_string() + body_of(theirs)
    for other in others:
        assert other.code not in body_of(theirs) + body_of(theirs, "html")
    files = {part.get_filename(): part for part in theirs.walk() if part.get_filename()}
    assert files.keys() == {f"{ida.code}.{kind}" for kind in ("png", "pdf", "ics")}
    assert codes_on(files[f"{ida.code}.pdf"].get_content()) == [[ida.qr_code]]
    for ticket in tickets:
        assert ticket.code in body_of(by_address["gwen@example.org"])
    assert_integrity()


def test_the_checkout_asks_for_each_address():
    sale = show(10)
    client = visitor()
    url = hold_by_http(client, sale, number=2)

    wrong = client.post(f"{url}checkout/", buyer(**{"attendee-2-email": "nowhere"}))
    client.post(
        f"{url}checkout/",
        buyer(**{"attendee-1": "Ida", "attendee-1-email": "ida@example.org", "attendee-2": "Ove"}),
    )

    assert wrong.status_code == 422
    assert "Enter a valid email address." in words(wrong)
    with everything():
        (order,) = sale.event.orders.all()
    assert order.attendees == [
        {"name": "Ida", "email": "ida@example.org"},
        {"name": "Ove", "email": ""},
    ]


def test_the_buyer_has_all_sent_again_a_few_times(sale):
    draw_and_mail()
    mail.outbox.clear()
    client, url = visitor(sale.buyer), f"/orders/{sale.order.pk}/"

    page = client.post(f"{url}resend/", follow=True)

    assert "The tickets are on their way by email." in words(page)
    assert mails().keys() == {"gwen@example.org", "ida@example.org"}
    for _ in range(4):
        client.post(f"{url}resend/")
    mail.outbox.clear()
    assert "That was too often." in words(client.post(f"{url}resend/", follow=True))


def test_one_ticket_is_sent_again_to_its_holder(sale):
    draw_and_mail()
    mail.outbox.clear()

    page = visitor(sale.buyer).post(f"/tickets/{sale.tickets[0].pk}/resend/", follow=True)

    assert "The ticket is on its way by email." in words(page)
    assert mails().keys() == {"ida@example.org"}


def test_what_was_passed_on_is_sent_again_to_the_new_holder_only(sale):
    draw_and_mail()
    transfer(sale.tickets[1], email="new@example.org")
    drain_outbox("ticketing.hand_over", "communications.deliver")
    mail.outbox.clear()

    with acting_as(sale.event.organizer):
        resend_tickets(sale.order, by=sale.event.organizer, at=NOON)

    by_address = mails()
    code = stored(sale.tickets[1]).code
    assert by_address.keys() == {"gwen@example.org", "ida@example.org", "new@example.org"}
    assert code in body_of(by_address["new@example.org"])
    assert code not in body_of(by_address["gwen@example.org"])


def test_what_lets_nobody_in_is_not_sent_again(sale):
    draw_and_mail()
    mail.outbox.clear()
    with everything():
        advance(sale.tickets[0], "cancelled", at=NOON)

    page = visitor(sale.buyer).post(f"/tickets/{sale.tickets[0].pk}/resend/", follow=True)

    assert "This ticket lets nobody in, so it was not sent." in words(page)
    assert mails() == {}


def test_strangers_have_nothing_sent(sale):
    draw_and_mail()
    mail.outbox.clear()
    keeper = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    guest = visitor()
    guest.get(mailed_link(sale.order))

    for person in (None, UserFactory(), keeper, show(1).event.organizer):
        for url in (f"/orders/{sale.order.pk}/resend/", f"/tickets/{sale.tickets[0].pk}/resend/"):
            assert visitor(person).post(url).status_code == 404
    assert mails() == {}
    assert guest.post(f"/orders/{sale.order.pk}/resend/").status_code == 302
    assert len(mails()) == 2
