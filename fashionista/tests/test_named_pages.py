"""The search finds the pages of people and places by their names, and only those for everybody."""

import pytest
from django.core.cache import cache
from django.db import connection

from events.models import NamedPage
from events.search import MOST_NAMED, pages_named, wanted
from events.tests.factories import EventFactory, VenueFactory
from fashionista.browsing import PAGE
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything
from industry.tests.factories import CollectionFactory, DesignerFactory, FashionModelFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
LIST = "/events/"


def venue(name):
    return VenueFactory(name=name, slug="v")


def designer(name):
    return DesignerFactory(brand_name=name, slug="d")


def collection(name, status="published"):
    return CollectionFactory(
        name=name, slug="c", status=status, designer__brand_name="Of another name"
    )


def model(name, is_listed=True):
    return FashionModelFactory(display_name=name, slug="m", is_listed=is_listed)


KINDS = {
    venue: ("Venue", "/venues/v/", "name"),
    designer: ("Designer", "/designers/d/", "brand_name"),
    collection: ("Collection", "/collections/c/", "name"),
    model: ("Model", "/models/m/", "display_name"),
}
of_each_kind = pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)


def found(text):
    with acting_as(None):
        return [page.name for page in pages_named(wanted(text))]


def words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM event_words")
        return {word for (word,) in cursor.fetchall()}


def change(row, **fields):
    with everything():
        type(row).objects.filter(pk=row.pk).update(**fields)


@of_each_kind
@pytest.mark.parametrize(
    "text", ["Odalys Ferreira", "ODALYS", "oda", "odalsy", "odalis fereira", "ferreira odalys"]
)
def test_each_kind_is_found_by_its_name(client, make, text):
    make("Odalys Ferreira")
    kind, url, _field = KINDS[make]

    answer = client.get(LIST, {"q": text})

    assert answer.context["named"] == [{"kind": kind, "name": "Odalys Ferreira", "url": url}]
    assert f'<a class="chip" href="{url}">' in answer.content.decode()
    assert client.get(url).status_code == 200


@of_each_kind
def test_a_page_is_found_by_its_new_name_and_address_only(make):
    row = make("Odalys Ferreira")

    change(row, **{KINDS[make][2]: "Été Marchetti"}, slug="moved")

    assert (found("ete"), found("odalys")) == (["Été Marchetti"], [])
    assert NamedPage.objects.get(pk=row.pk).slug == "moved"
    assert {"ete", "marchetti", "odalys", "ferreira"} & words() == {"ete", "marchetti"}


@of_each_kind
def test_a_page_that_is_gone_is_found_no_more(make):
    row = make("Odalys Ferreira")

    with everything():
        row.delete()

    assert found("odalys") == []
    assert "odalys" not in words()


@pytest.mark.parametrize(
    ("make", "hidden", "shown"),
    [
        (model, {"is_listed": False}, {"is_listed": True}),
        (collection, {"status": "draft", "published_at": None}, {"status": "published"}),
        (collection, {"status": "archived"}, {"status": "published"}),
    ],
)
def test_what_is_not_for_everybody_is_never_found(make, hidden, shown):
    row = make("Odalys Ferreira")
    stamp = {"published_at": row.published_at} if make is collection else {}

    change(row, **hidden)
    assert found("odalys") == []
    assert not NamedPage.objects.filter(pk=row.pk).exists()
    assert {"odalys", "ferreira"} & words() == set()

    change(row, **shown, **stamp)
    assert found("odalys") == ["Odalys Ferreira"]


@pytest.mark.parametrize(
    "make",
    [lambda name: model(name, is_listed=False), lambda name: collection(name, status="draft")],
)
def test_nor_is_it_before_it_was(client, make):
    row = make("Odalys Ferreira")

    answer = client.get(LIST, {"q": "Odalys"})

    assert row.slug
    assert answer.context["named"] == []
    assert "Ferreira" not in answer.content.decode()
    assert {"odalys", "ferreira"} & words() == set()


def test_a_word_stays_known_while_something_else_has_it():
    EventFactory(title="Odalys at night")
    VenueFactory(name="Ferreira Hall")
    row = model("Odalys Ferreira Silva")

    change(row, is_listed=False)

    assert {"odalys", "ferreira", "silva"} & words() == {"odalys", "ferreira"}


def test_whose_whole_name_it_is_comes_first_and_there_are_never_many():
    for number in range(MOST_NAMED):
        VenueFactory(name=f"Odalys Long Hall {number}")
    designer("Odalys")

    names = found("odalys")

    assert (names[0], len(names)) == ("Odalys", MOST_NAMED)


def test_where_no_event_matches_a_name_is_something_all_the_same(client):
    designer("Odalys Ferreira")

    page = client.get(LIST, {"q": "odalys"}).content.decode()
    nothing = client.get(LIST, {"q": "zzzzzz"}).content.decode()

    assert ("No event matches" in page, "Nothing matches" in page) == (True, False)
    assert ("No event matches" in nothing, "Nothing matches" in nothing) == (False, True)


def test_names_stand_on_the_first_page_of_a_search_only(client):
    EventFactory.create_batch(PAGE + 1, title="Odalys", venue=VenueFactory(name="Hall"))
    designer("Odalys Ferreira")

    assert [
        len(client.get(f"{LIST}?{query}").context["named"])
        for query in ("q=odalys", "q=odalys&page=2", "q=", "", "type=workshop")
    ] == [1, 0, 0, 0, 0]


def test_a_search_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    EventFactory(title="Odalys", venue__name="Odalys Hall")
    with django_assert_num_queries(9):
        client.get(LIST, {"q": "odalys"})
    EventFactory.create_batch(2, title="Odalys", venue__name="Odalys Hall")
    cache.clear()

    with django_assert_num_queries(9):
        assert len(client.get(LIST, {"q": "odalys"}).context["named"]) == 3


@pytest.mark.parametrize(
    "text",
    [
        "odalys " * 1500, "odalys & !ferreira | (x <-> y):*", "👗", "odalys 👗", "' OR 1=1 --",
        "odalys'; DROP TABLE named_pages; --", "%_\\", "\u202eodalys", "a" * 10_000,
    ],
)  # fmt: skip
def test_whatever_is_typed_the_list_answers(client, text):
    designer("Odalys Ferreira")

    answer = client.get(LIST, {"q": text})

    assert answer.status_code == 200
    assert NamedPage.objects.filter(name="Odalys Ferreira").exists()


def test_a_name_is_shown_as_it_is_written(client):
    designer("<b>Odalys</b> & “한지”")

    page = client.get(LIST, {"q": "한지"}).content.decode()

    assert "&lt;b&gt;Odalys&lt;/b&gt; &amp; “한지”" in page
