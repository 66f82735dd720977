"""The list of events: filters as its address says, pages, and nonsense answered in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone

from events.tests.factories import EventFactory, VenueFactory
from fashionista.browsing import PAGE, _quick_dates
from fashionista.common.testing import NOON
from ticketing.tests.factories import TicketTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
LIST = "/events/"


def shown(title, *, days=0, city="Antwerp", **fields):
    fields = {"venue": VenueFactory(city=city), "start_date": NOON + timedelta(days=days)} | fields
    return EventFactory(title=title, **fields)


def titles(answer):
    return [event.title for event in answer.context["page"]]


@pytest.fixture
def season():
    shown("Show", days=0)
    shown("Class", days=1, type="workshop")
    shown("Cloth", days=2, type="exhibition", city="Milan")


def test_an_empty_list_says_so(client):
    page = client.get(LIST).content.decode()

    assert "Nothing hanging here yet" in page
    assert "<b>0 events</b>" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Show", "Class", "Cloth"]),
        ("city=Milan", ["Cloth"]),
        ("type=workshop", ["Class"]),
        ("type=workshop&type=exhibition", ["Class", "Cloth"]),
        ("date_from=2099-11-23&date_to=2099-11-23", ["Class"]),
        ("city=Antwerp&date_from=2099-11-24", []),
    ],
)
def test_the_list_shows_what_its_address_says_and_keeps_the_choice(client, season, query, found):
    answer = client.get(f"{LIST}?{query}")

    page = answer.content.decode()
    assert titles(answer) == found
    assert page.count(" checked") == query.count("city=") + query.count("type=")
    assert ("Clear filters" in page, "Nothing matches" in page) == (bool(query), not found)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("date_from=tomorrow", "Enter a valid date."),
        ("date_to=2099-02-30", "Enter a valid date."),
        ("city=Atlantis", "Atlantis is not one of the available choices."),
        ("type=%3Cscript%3E", "&lt;script&gt; is not one of the available choices."),
        ("city=%00", "is not one of the available choices."),
        ("category=nothing", "nothing is not one of the available choices."),
        ("price_max=-1", "Ensure this value is greater than or equal to 0."),
        ("price_max=NaN", "Enter a number."),
        ("q=" + "satin+" * 2000, "Ensure this value has at most 100 characters"),
        ("q=a%00b", "Null characters are not allowed."),
    ],
)
def test_a_filter_that_makes_no_sense_says_so_and_shows_everything(client, season, query, words):
    answer = client.get(f"{LIST}?{query}")

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert titles(answer) == ["Show", "Class", "Cloth"]


@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1", "sort=upwards",
        "page=x", "page=0", "page=-1", "page=1e9", "page=NaN", "page=" + "9" * 5000,
        "date_from=0001-01-01", "date_to=9999-12-31", "page=%00", "date_from=", "type=", "%FF=%FF",
    ],
)  # fmt: skip
def test_whatever_an_address_holds_the_list_answers(client, season, query):
    answer = client.get(f"{LIST}?{query}")

    assert answer.status_code == 200
    assert titles(answer) == ["Show", "Class", "Cloth"]


def test_long_lists_have_pages_that_keep_the_filter(client):
    venue = VenueFactory(city="Milan")
    for number in range(PAGE + 1):
        shown(f"Show {number}", days=number, venue=venue)
    shown("Elsewhere", days=99)

    first = client.get(f"{LIST}?city=Milan")
    second = client.get(f"{LIST}?city=Milan&page=2")
    beyond = client.get(f"{LIST}?city=Milan&page=99")

    assert (len(titles(first)), titles(second), titles(beyond)) == (
        PAGE, [f"Show {PAGE}"], [f"Show {PAGE}"],
    )  # fmt: skip
    assert f"<b>{PAGE + 1} events</b>" in first.content.decode()
    assert 'rel="next" href="?city=Milan&amp;page=2"' in first.content.decode()
    assert 'rel="prev" href="?city=Milan&amp;page=1"' in second.content.decode()
    assert "Page 2 of 2" in second.content.decode()


def test_drafts_and_what_is_over_are_not_listed_nor_are_their_cities(client):
    draft = shown("Secret", status="draft", city="Hidden City")
    shown("Long gone", city="Past City", start_date=timezone.now() - timedelta(days=9))
    shown("Running", start_date=timezone.now() - timedelta(hours=1))

    for person in (None, draft.organizer):
        if person:
            client.force_login(person)
        answer = client.get(LIST)
        assert titles(answer) == ["Running"]
        assert "Hidden City" not in answer.content.decode()
        assert "Past City" not in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "types", "line"),
    [
        ({}, [{"price": "48.50"}, {"price": "20"}], "<b>From €20</b>"),
        ({}, [{"price": "0"}], "<b>Free</b>"),
        ({}, [{"quantity": 4, "sold": 3, "held": 1}], "Sold out"),
        ({}, [{"price": "20", "quantity": 0}, {"price": "48.50"}], "<b>€48.50</b>"),
        ({"status": "cancelled"}, [{}], "Cancelled"),
        ({"status": "postponed"}, [{}], "Postponed"),
        ({"status": "completed"}, [{}], "Ended"),
    ],
)
def test_a_line_says_what_it_costs_or_why_not(client, fields, types, line):
    event = shown("Show", **fields)
    for type_fields in types:
        TicketTypeFactory(event=event, **type_fields)

    page = client.get(LIST).content.decode()

    card = page[page.index('class="foot-row"') :].partition("</li>")[0]
    assert line in card
    assert sum(word in card for word in ("From", "Free", "Sold out", "Cancelled", "Ended")) <= 1


def test_the_list_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    TicketTypeFactory(event=shown("One"))
    with django_assert_num_queries(7):
        client.get(LIST)
    for title in ("Two", "Three"):
        TicketTypeFactory.create_batch(2, event=shown(title, city=title))
    cache.clear()

    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize(
    ("today", "saturday", "sunday"),
    [
        (16, "2099-11-21", "2099-11-22"),  # a Monday
        (20, "2099-11-21", "2099-11-22"),
        (21, "2099-11-21", "2099-11-22"),
        (22, "2099-11-21", "2099-11-22"),  # a Sunday: today is of this weekend
        (23, "2099-11-28", "2099-11-29"),
    ],
)
def test_this_weekend_is_this_weekend(today, saturday, sunday):
    dates = {
        quick["label"]: QueryDict(quick["query"])
        for quick in _quick_dates(QueryDict("city=Milan&page=3"), _at(today))
    }

    chosen = dates["This weekend"]
    assert (chosen["date_from"], chosen["date_to"]) == (saturday, sunday)
    assert (chosen["city"], "page" in chosen) == ("Milan", False)


def test_quick_dates_know_which_of_them_is_chosen():
    query = QueryDict("date_from=2099-11-16&date_to=2099-11-23")

    spans = [
        (quick["label"], QueryDict(quick["query"]).get("date_to", ""), quick["current"])
        for quick in _quick_dates(query, _at(16))
    ]

    assert spans == [
        ("Any date", "", False),
        ("This weekend", "2099-11-22", False),
        ("Next 7 days", "2099-11-23", True),
        ("Next 30 days", "2099-12-16", False),
        ("Past", "", False),
    ]


def _at(day):
    return datetime(2099, 11, day, 12, tzinfo=UTC)
