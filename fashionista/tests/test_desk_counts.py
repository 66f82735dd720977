"""Lists that are too long to count and to leaf through: bounds, estimates, and what comes after."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from events.models import Event, EventSchedule
from events.tests.factories import EventFactory
from fashionista.common import changelist
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON

pytestmark = pytest.mark.django_db
EVENTS = "/admin/events/event/"


@pytest.fixture
def long_list(monkeypatch):
    """A hundred rows, that is two pages, are many."""
    monkeypatch.setattr(changelist, "MOST", 100)


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def shows(number, **kwargs):
    first = EventFactory(title="Show 000", start_date=NOON, **kwargs)
    rest = [
        EventFactory(
            title=f"Show {n:03}", organizer=first.organizer, venue=first.venue,
            start_date=NOON + timedelta(days=n // 2), end_date=NOON + timedelta(days=n),
        )
        for n in range(1, number)
    ]  # fmt: skip
    return [first, *rest]


def titles(cl):
    return [event.title for event in cl.result_list]


def test_a_short_list_is_counted():
    [event, *_] = shows(3)

    cl = visitor(event.organizer).get(EVENTS).context["cl"]

    assert (cl.result_count, cl.count_in_words, cl.is_more) == (3, "3", False)


def test_a_long_list_is_counted_up_to_a_bound_and_read_on_from_its_last_row(long_list):
    [event, *_] = shows(103)
    client = visitor(event.organizer)

    page = client.get(f"{EVENTS}?o=1&p=2")
    cl = page.context["cl"]
    after = client.get(EVENTS + cl.further).context["cl"]

    assert (cl.result_count, cl.count_in_words) == (100, "more than 100")
    assert titles(cl) == [f"Show {n:03}" for n in range(50, 100)]
    assert 'rel="next"' in page.content.decode()
    assert titles(after) == ["Show 100", "Show 101", "Show 102"]
    assert (after.further, after.beginning) == ("", "?o=1")


def test_rows_with_the_same_value_are_neither_left_out_nor_shown_twice(long_list):
    events = shows(103)
    client = visitor(events[0].organizer)

    first = client.get(EVENTS).context["cl"]
    second = client.get(f"{EVENTS}?p=2").context["cl"]
    third = client.get(EVENTS + second.further).context["cl"]

    seen = [*titles(first), *titles(second), *titles(third)]
    assert (len(seen), set(seen)) == (103, {event.title for event in events})


def test_a_rivals_row_a_random_one_and_nonsense_begin_the_list_anew(long_list):
    [event, *_] = shows(3)
    rivals = EventFactory(title="Rival", status="draft")
    client = visitor(event.organizer)

    asked = [rivals.pk, "00000000-0000-4000-8000-000000000000", "nonsense", ""]
    answers = [
        client.get(EVENTS, {"after": after}).content.decode().replace(f"after%3D{after}", "")
        for after in asked
    ]

    tokens = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+')
    as_ever, *others = {tokens.sub("", answer) for answer in answers}
    assert ("Rival" in as_ever, others) == (False, [])


def test_what_comes_after_narrows_no_export():
    events = shows(3)
    client = visitor(events[0].organizer)
    form = {
        "action": "export_csv", "select_across": "1", "_selected_action": [str(events[0].pk)],
    }  # fmt: skip

    answer = client.post(f"{EVENTS}?o=1&after={events[1].pk}", form)

    assert b"".join(answer.streaming_content).count(b"Show") >= 3


def test_an_order_that_has_no_value_for_some_cannot_be_read_on(long_list):
    with acting_as(UserFactory(user_type="admin")):
        rows = Event.objects.order_by("venue", "-pk")
    assert changelist.ordering_of(rows) == []
    assert changelist.ordering_of(EventSchedule.objects.order_by("event__title", "-pk")) == [
        ("event__title", False), ("pk", True),
    ]  # fmt: skip


def test_a_whole_table_is_estimated_for_those_who_see_all_of_it(long_list, monkeypatch):
    monkeypatch.setattr(changelist, "LARGE", -2)
    [event, *_] = shows(101)
    admin = UserFactory(user_type="admin")

    def words(user, query=""):
        return visitor(user).get(f"{EVENTS}{query}").context["cl"].count_in_words

    assert words(admin).startswith("about ")
    assert words(admin, "?type__exact=fashion_show") == "more than 100"
    assert words(event.organizer) == "more than 100"
