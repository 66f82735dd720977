"""Filters of lists at the desk: periods, one's own events, what inside one event can be found."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import OrganizerFactory, UserFactory
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.testing import NOON, everything
from ticketing.models import Order
from ticketing.tests.factories import OrderFactory, TicketFactory

pytestmark = pytest.mark.django_db
EVENTS = "/admin/events/event/"
ORDERS = "/admin/ticketing/order/"
TICKETS = "/admin/ticketing/ticket/"
RANDOM = "00000000-0000-4000-8000-000000000000"


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def found(client, path, **query):
    cl = client.get(f"{path}?{urlencode(query)}").context["cl"]
    return {str(row) for row in cl.result_list}


def order(event, days_ago=0, **kwargs):
    row = OrderFactory(event=event, user=UserFactory(), **kwargs)
    with everything():
        then = timezone.now() - timedelta(days=days_ago)
        Order.objects.filter(pk=row.pk).update(created_at=then)
    return str(row)


def test_a_list_that_grows_shows_ninety_days_and_says_so():
    event = EventFactory()
    young, old = order(event, 80), order(event, 100)
    client = visitor(event.organizer)

    page = client.get(ORDERS).content.decode()

    assert (young in page, old in page) == (True, False)
    assert "the last 90 days." in page
    assert found(client, ORDERS, created_at_days="all") == {young, old}
    assert found(client, ORDERS, created_at_days="7") == set()
    assert found(client, ORDERS, q=old) == {old}
    assert found(client, ORDERS, event=event.pk) == {young, old}
    assert "the last 90 days." not in client.get(f"{ORDERS}?event={event.pk}").content.decode()


def test_from_one_day_to_another_both_are_in_it():
    event = EventFactory()
    today = timezone.localdate()
    three = [order(event, days) for days in (1, 2, 3)]
    client = visitor(event.organizer)

    def between(first, last):
        start, end = today - timedelta(first), today - timedelta(last)
        days = {"created_at_from": start, "created_at_to": end}
        return found(client, ORDERS, **days)

    assert between(2, 2) == {three[1]}
    assert between(3, 2) == {three[1], three[2]}
    assert between(1, 3) == set()


@pytest.mark.parametrize("said", ["x", "2026-02-31", "9999-12-31", "0001-01-01", "-90", "all&"])
def test_what_is_no_day_is_as_if_it_were_not_said(said):
    event = EventFactory()
    mine = order(event)

    for name in ("created_at_days", "created_at_to"):
        page = visitor(event.organizer).get(ORDERS, {name: said})
        assert (page.status_code, page.context["cl"].result_count) in [(200, 1), (200, 0)], name
        assert mine not in page.content.decode() or page.context["cl"].result_count == 1


def test_an_event_filter_names_ones_own_and_finds_them_by_a_part_of_the_title():
    olga = OrganizerFactory()
    for number in range(9):
        EventFactory(organizer=olga, title=f"Tide {number}", start_date=NOON + timedelta(number),
                     end_date=NOON + timedelta(number, hours=1))  # fmt: skip
    EventFactory(title="Tide of a rival")
    client = visitor(olga)

    def named(page):
        return re.findall(r'<a href="\?[^"]*event=[^"]*">(Tide[^<]*)</a>', page.content.decode())

    assert named(client.get(ORDERS)) == [f"Tide {n}" for n in (8, 7, 6, 5, 4, 3)]
    assert named(client.get(ORDERS, {"event_named": "de 1"})) == ["Tide 1"]
    nothing = client.get(ORDERS, {"event_named": "rival"})
    assert "No event of yours has this in its title." in nothing.content.decode()


def test_a_rivals_event_is_as_one_that_does_not_exist(world):
    client = visitor(world.olga)
    tokens = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+')

    for path in (ORDERS, TICKETS, "/admin/media/mediagallery/", "/admin/staffing/shift/"):
        for name in ("event", "event__id__exact"):
            asked = [world.shown_b.pk, world.draft_b.pk, RANDOM, "nonsense"]
            pages = [client.get(path, {name: key}) for key in asked]
            words = {
                tokens.sub("", page.content.decode()).replace(str(key), "")
                for page, key in zip(pages, asked, strict=True)
            }
            assert [page.context["cl"].result_count for page in pages] == [0] * 4
            assert len(words) == 1, path
        assert "Show B" not in words.pop()


def test_a_venue_filter_names_ones_own_first_and_finds_the_others():
    olga = OrganizerFactory()
    own, other = VenueFactory(owner=olga, name="Zinc Hall"), VenueFactory(name="Alabaster Hall")
    here, there = (EventFactory(organizer=olga, venue=venue) for venue in (own, other))
    VenueFactory.create_batch(6)
    client = visitor(olga)

    def named(page):
        return re.findall(r'<a href="\?[^"]*venue=[^"]*">([^<]*)</a>', page.content.decode())

    unasked = named(client.get(EVENTS))
    assert (unasked[0], len(unasked)) == ("Zinc Hall", 6)
    assert named(client.get(EVENTS, {"venue_named": "baster"})) == ["Alabaster Hall"]
    nothing = client.get(EVENTS, {"venue_named": "no such hall"})
    assert "No venue has this in its name." in nothing.content.decode()
    assert found(client, EVENTS, venue=own.pk) == {str(here)}
    assert found(client, EVENTS, venue__id__exact=other.pk) == {str(there)}
    for none in (RANDOM, "nonsense"):
        page = client.get(EVENTS, {"venue": none})
        assert page.context["cl"].result_count == 0
        assert "No venue has this address." in page.content.decode()


def test_a_part_of_a_name_is_found_inside_one_event_only():
    event = EventFactory()
    other = EventFactory(organizer=event.organizer)
    here = order(event, buyer_name="Zoë Ångström")
    order(other, buyer_name="Zoë Elsewhere")
    client = visitor(event.organizer)

    assert found(client, ORDERS, q="ångs") == set()
    assert found(client, ORDERS, q="ångs", event=event.pk) == {here}
    assert found(client, ORDERS, q="zoë", event=event.pk) == {here}
    assert found(client, ORDERS, q=here.lower()) == {here}


def test_a_ticket_is_found_by_its_holder_and_by_its_buyers_address():
    event = EventFactory()
    ticket = TicketFactory(
        order__event=event, order__buyer_email="ann@example.org", holder_name="Ada Holder"
    )
    TicketFactory(order__event=event, holder_name="Bea Other")
    client = visitor(event.organizer)

    assert found(client, TICKETS, q="ANN@example.org") == {str(ticket)}
    assert found(client, TICKETS, q="holder", event=event.pk) == {str(ticket)}


def test_a_rivals_buyer_is_not_found_by_their_address(world):
    assert found(visitor(world.boris), ORDERS, q=world.order_a.number) == set()
    assert found(visitor(world.boris), ORDERS, q=world.order_b.number) == {world.order_b.number}


def test_the_months_are_offered_inside_one_event_only():
    event = EventFactory()
    for days in (1, 40):
        order(event, days)
    client = visitor(event.organizer)

    assert "toplinks" not in client.get(ORDERS).content.decode()
    assert "toplinks" in client.get(ORDERS, {"event": event.pk}).content.decode()


def test_every_list_of_the_desk_opens_with_each_of_its_filters_in_few_statements(
    world, django_assert_max_num_queries
):
    client = visitor(world.olga)
    opened = 0
    for page in admin.site._registry.values():
        path = f"/admin/{page.opts.app_label}/{page.opts.model_name}/"
        names = [name for each in page.list_filter for name in getattr(each, "names", ())]
        for name in ["", *names]:
            said = {name: str(world.draft_a.pk) if name.startswith("event") else "2026-01-01"}
            with django_assert_max_num_queries(14):
                answer = client.get(path, said if name else {})
            assert answer.status_code in (200, 403), (path, name)
            opened += answer.status_code == 200
    assert opened > 60
