"""The waiting list: who comes first when places of a sold-out type are free again."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.models import Event
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.checkout import place_hold, release_hold
from ticketing.exceptions import NobodyWaits, PeopleWait, StillOnSale, TooMany
from ticketing.models import TicketType, WaitingEntry
from ticketing.offers import offers_of
from ticketing.sweeping import sweep_holds
from ticketing.waiting import OFFER, join, leave, offer_places, place_of

from .factories import TicketTypeFactory
from .sale import bought, check_out, counters, hold, news_of, race, show, states, stored, tell
from .visit import visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    """A show whose only place is held."""
    sale = show(1, title="Spring Show")
    sale.held = hold(sale.event, {sale.type: 1})
    return sale


def wait(kind, email="wanda@example.org", *, party=1, user=None, at=NOON):
    with acting_as(user):
        return join(
            kind, name="Wanda Waits", email=email, party=party, user=user, language="en", at=at
        )


def let_go(order, *, at=NOON):
    with acting_as(None), order_in_scope(order.pk):
        return release_hold(order, at=at)


def offered(entry):
    entry = stored(entry)
    with everything():
        return entry.status, entry.order and entry.order.status


def waiting(kind):
    return stored(kind).waiting


def test_who_waits_is_mailed_their_place(sale, mailoutbox):
    wait(sale.type, "ida@example.org")

    second = wait(sale.type, "ove@example.org", at=NOON + timedelta(minutes=1))

    assert place_of(second) == 2
    assert waiting(sale.type) == 2
    drain_outbox()
    mail = mailoutbox[-1]
    assert (mail.to, mail.subject) == (
        ["ove@example.org"],
        "You are on the waiting list: Spring Show",
    )
    assert "You have place 2 on the waiting list for Type 1, Spring Show." in mail.body
    assert f"/waiting/{second.secret}/" in mail.body
    assert_integrity()


def test_the_same_address_waits_once(sale):
    first = wait(sale.type)

    again = wait(sale.type, "Wanda@Example.org", party=1)

    assert again.pk == first.pk
    assert waiting(sale.type) == 1


def test_places_that_are_free_again_go_to_the_first_in_line_and_to_nobody_else(sale, mailoutbox):
    first = wait(sale.type, "ida@example.org")
    second = wait(sale.type, "ove@example.org", at=NOON + timedelta(minutes=1))
    let_go(sale.held)

    with pytest.raises(PeopleWait):
        hold(sale.event, {sale.type: 1})
    with acting_as(None):
        assert offers_of(sale.event, at=NOON)[0].state == "sold_out"
    assert offer_places(at=NOON) == 1

    assert offered(first) == ("offered", "pending")
    assert offered(second) == ("waiting", None)
    order = stored(first).order_id
    with everything():
        held = stored(first).order
    assert held.hold_expires_at == NOON + OFFER
    assert counters(sale.event) == [(1, 0), (1, 0)]
    drain_outbox()
    mail = mailoutbox[-1]
    assert (mail.to, mail.subject) == (["ida@example.org"], "Places for you: Spring Show")
    assert f"/orders/{order}/?key=" in mail.body
    assert offer_places(at=NOON) == 0
    assert_integrity()


def test_an_offer_that_lapses_goes_to_the_next_and_one_that_is_paid_is_theirs(sale):
    first = wait(sale.type, "ida@example.org")
    second = wait(sale.type, "ove@example.org", at=NOON + timedelta(minutes=1))
    let_go(sale.held)
    offer_places(at=NOON)

    later = NOON + OFFER
    sweep_holds(at=later)
    offer_places(at=later)
    with everything():
        order = stored(second).order
    tell(news_of(check_out(order, at=later)), at=later)

    assert offered(first) == ("offered", "expired")
    assert offered(second) == ("offered", "completed")
    assert waiting(sale.type) == 0
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity(at=later)


def test_an_offer_never_stands_past_the_start_of_the_event(sale):
    entry = wait(sale.type)
    let_go(sale.held)
    start = stored(sale.event).start_date

    offer_places(at=start - timedelta(hours=1))

    with everything():
        assert stored(entry).order.hold_expires_at == start


def test_a_party_larger_than_what_is_free_is_passed_over_and_keeps_its_place():
    sale = show(3)
    orders = [hold(sale.event, {sale.type: 1}) for _ in range(3)]
    large = wait(sale.type, "ida@example.org", party=2)
    small = wait(sale.type, "ove@example.org", at=NOON + timedelta(minutes=1))

    let_go(orders[0])
    offer_places(at=NOON)
    assert (offered(large)[0], offered(small)[0]) == ("waiting", "offered")
    let_go(orders[1])
    offer_places(at=NOON)
    assert offered(large)[0] == "waiting"
    let_go(orders[2])
    offer_places(at=NOON)

    assert offered(large) == ("offered", "pending")
    assert counters(sale.event) == [(3, 0), (3, 0)]
    assert_integrity()


def test_more_places_feed_the_list(sale):
    entry = wait(sale.type)
    with everything():
        TicketType.objects.filter(pk=sale.type.pk).update(quantity=2)

    offer_places(at=NOON)

    assert offered(entry) == ("offered", "pending")
    assert_integrity()


def test_the_capacity_of_the_event_bounds_the_offers():
    sale = show(5, capacity=1)
    held = hold(sale.event, {sale.type: 1})
    first = wait(sale.type, "ida@example.org")
    second = wait(sale.type, "ove@example.org", at=NOON + timedelta(minutes=1))
    assert offer_places(at=NOON) == 0

    let_go(held)
    offer_places(at=NOON)

    assert (offered(first)[0], offered(second)[0]) == ("offered", "waiting")
    assert_integrity()


def test_nobody_waits_for_what_is_on_sale():
    sale = show(5)

    with pytest.raises(StillOnSale):
        wait(sale.type)
    hold(sale.event, {sale.type: 4})
    wait(sale.type, party=2)

    with everything():
        assert WaitingEntry.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"is_hidden": True},
        {"status": "inactive"},
        {"status": "sold_out"},
        {"sale_end": NOON},
    ],
)
def test_nobody_waits_for_what_is_not_sold_to_everybody(sale, change):
    with everything():
        TicketType.objects.filter(pk=sale.type.pk).update(**change)

    with pytest.raises(NobodyWaits):
        wait(sale.type)

    assert waiting(sale.type) == 0


@pytest.mark.parametrize("status", ["cancelled", "completed", "postponed"])
def test_nobody_waits_for_an_event_that_does_not_sell(sale, status):
    with everything():
        Event.objects.filter(pk=sale.event.pk).update(status=status)

    with pytest.raises(NobodyWaits):
        wait(sale.type)


def test_a_party_is_no_larger_than_an_order_may_be(sale):
    with pytest.raises(TooMany):
        wait(sale.type, party=7)


def test_who_leaves_is_offered_nothing(sale):
    entry = wait(sale.type)

    leave(entry, at=NOON)

    let_go(sale.held)
    assert offer_places(at=NOON) == 0
    assert (offered(entry), waiting(sale.type)) == (("left", None), 0)
    with pytest.raises(NotFromHere):
        leave(stored(entry), at=NOON)
    assert_integrity()


def test_who_lets_an_offer_go_opens_its_places_to_the_next(sale):
    first = wait(sale.type, "ida@example.org")
    second = wait(sale.type, "ove@example.org", at=NOON + timedelta(minutes=1))
    let_go(sale.held)
    offer_places(at=NOON)

    leave(stored(first), at=NOON)
    offer_places(at=NOON)

    assert offered(first) == ("offered", "cancelled")
    assert offered(second) == ("offered", "pending")
    assert_integrity()


def test_an_account_is_offered_an_order_of_its_own(sale):
    ann = UserFactory()
    entry = wait(sale.type, ann.email, user=ann)
    let_go(sale.held)

    offer_places(at=NOON)

    with everything():
        assert stored(entry).order.user_id == ann.pk


@pytest.mark.django_db(transaction=True)
def test_race_of_buyers_workers_and_those_who_wait():
    sale = show(4)
    orders = [hold(sale.event, {sale.type: 1}) for _ in range(4)]
    entries = [wait(sale.type, f"w{n}@example.org") for n in range(6)]

    outcomes = race(
        *[lambda order=order: let_go(order) for order in orders],
        *[lambda: offer_places(at=NOON)] * 3,
        *[lambda: hold(sale.event, {sale.type: 1})] * 4,
        lambda: leave(entries[0], at=NOON),
    )
    offer_places(at=NOON)

    failed = {type(each).__name__ for each in outcomes if isinstance(each, Exception)}
    assert failed <= {"PeopleWait", "SoldOut", "NotFromHere"}
    assert counters(sale.event) == [(4, 0), (4, 0)]
    with everything():
        assert WaitingEntry.objects.filter(status="offered").count() == 4
    assert_integrity()


@pytest.fixture
def now_sold_out():
    sale = show(1, title="Spring Show")
    bought(sale.event, {sale.type: 1}, at=timezone.now())
    return sale


def form(**changes):
    return {"full_name": "Wanda Waits", "email": "wanda@example.org", "party": "1"} | changes


def test_the_event_page_leads_to_the_list_and_the_mail_to_ones_place(now_sold_out, mailoutbox):
    sale, client = now_sold_out, visitor()
    address = f"/events/{sale.event.slug}/waiting/{sale.type.pk}/"
    assert address in client.get(f"/events/{sale.event.slug}/").content.decode()

    joined = client.post(address, form(), follow=True)

    assert "on its way to wanda@example.org" in words(joined)
    drain_outbox()
    with everything():
        entry = WaitingEntry.objects.get()
    place = f"/waiting/{entry.secret}/"
    (mail,) = [mail for mail in mailoutbox if mail.to == ["wanda@example.org"]]
    assert place in mail.body
    page = words(visitor().get(place))
    assert "Place 1" in page
    assert "You wait for 1 ticket: Type 1." in page
    left = words(visitor().post(place, follow=True))
    assert "You are not on the list any more" in left


def test_an_offer_is_paid_like_any_order(now_sold_out, mailoutbox):
    sale, client = now_sold_out, visitor()
    client.post(f"/events/{sale.event.slug}/waiting/{sale.type.pk}/", form())
    with everything():
        entry = WaitingEntry.objects.get()
        TicketType.objects.filter(pk=sale.type.pk).update(quantity=2)
    offer_places(at=timezone.now())

    page = client.get(f"/waiting/{entry.secret}/")

    assert "kept for you until" in words(page)
    with everything():
        order = stored(entry).order
    opened = client.get(f"/orders/{order.pk}/?key={order.access_secret}", follow=True)
    assert "Your tickets are held." in words(client.get(f"/orders/{order.pk}/checkout/"))
    assert opened.status_code == 200
    assert "Ten minutes more" not in words(client.get(f"/orders/{order.pk}/checkout/"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"full_name": ""}, "Tell us your name."),
        ({"email": ""}, "Tell us where to write."),
        ({"email": "wanda"}, "Enter the full address"),
        ({"party": "0"}, "greater than or equal to 1"),
        ({"party": "7"}, "less than or equal to 6"),
        ({"party": "1e9"}, "Enter a whole number."),
        ({"party": "NaN"}, "Enter a whole number."),
        ({"full_name": "x\0y"}, "Null characters are not allowed."),
    ],
)
def test_a_form_filled_in_wrong_is_told_and_nobody_waits(now_sold_out, changes, says):
    sale = now_sold_out

    answer = visitor().post(f"/events/{sale.event.slug}/waiting/{sale.type.pk}/", form(**changes))

    assert answer.status_code == 422
    assert says in words(answer)
    with everything():
        assert not WaitingEntry.objects.exists()


def test_a_link_that_is_none_and_a_type_that_is_hidden_are_not_found(now_sold_out):
    sale = now_sold_out
    hidden = TicketTypeFactory(event=sale.event, name="Press", is_hidden=True)
    other = show(1)

    for address in (
        "/waiting/nothing/",
        f"/events/{sale.event.slug}/waiting/{hidden.pk}/",
        f"/events/{sale.event.slug}/waiting/{other.type.pk}/",
        f"/events/{sale.event.slug}/waiting/{uuid.uuid4()}/",
    ):
        assert visitor().get(address).status_code == 404


def test_an_organizer_takes_somebody_off_and_a_rival_sees_nobody(now_sold_out):
    sale, rival = now_sold_out, show(1).event.organizer
    entry = wait(sale.type, at=timezone.now())
    chosen = {"action": "take_off", "_selected_action": [entry.pk]}
    address = "/admin/ticketing/waitingentry/"

    assert "Wanda Waits" not in words(visitor(rival).get(address))
    visitor(rival).post(address, chosen)
    assert stored(entry).status == "waiting"
    client = visitor(sale.event.organizer)
    assert "Wanda Waits" in words(client.get(address))
    client.post(address, chosen)

    assert stored(entry).status == "left"
    assert waiting(sale.type) == 0


def test_a_stranger_on_the_sold_out_page_cannot_take_the_place_of_who_waits(sale):
    wait(sale.type)
    let_go(sale.held)

    with acting_as(None), pytest.raises(PeopleWait):
        place_hold(
            sale.event,
            wanted={sale.type.pk: 1},
            order_id=uuid.uuid4(),
            buyer=None,
            at=NOON,
        )

    assert states(sale.held)[0] == "cancelled"
