"""The pages of designers, their collections, and models: what everybody sees, and who sees more."""

from datetime import timedelta

import pytest

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, stored
from fashionista.common.tests.pages import inline_code
from fashionista.people import PAGE
from industry.tests.factories import CollectionFactory, DesignerFactory, FashionModelFactory
from production.tests.factories import (
    EventCollectionFactory,
    EventDesignerFactory,
    EventModelFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
LOOK = {
    "key": "ab" * 16, "width": 800, "height": 1200, "widths": [480, 800], "alt": "A coat",
    "focus": [0.5, 0.5],
}  # fmt: skip
FIGURES = {"height": 178, "measurements": {"waist": 62.5, "shoe": 40}}


def text(answer):
    assert inline_code(answer) == []
    return answer.content.decode()


def names(answer):
    return [str(row) for row in answer.context["page"]]


def test_designers_are_listed_by_name_with_their_newest_look(client):
    second = DesignerFactory(brand_name="Second")
    DesignerFactory(brand_name="First")
    CollectionFactory(designer=second, status="published", name="Old", year=2020)
    CollectionFactory(designer=second, status="published", name="Tide", year=2027, images=[LOOK])
    CollectionFactory(designer=second, name="Secret", year=2030)

    answer = client.get("/designers/")

    page = text(answer)
    assert names(answer) == ["First", "Second"]
    assert "Tide" in page
    assert LOOK["key"] in page
    assert "Secret" not in page


def test_models_are_listed_who_chose_to_be(client):
    FashionModelFactory(display_name="Listed", is_listed=True, portrait=LOOK)
    FashionModelFactory(display_name="Hidden")

    answer = client.get("/models/")

    assert names(answer) == ["Listed"]
    assert LOOK["key"] in text(answer)


@pytest.mark.parametrize(("address", "words"), [
    ("/designers/", "No designers yet"), ("/models/", "Nobody is listed yet"),
])  # fmt: skip
def test_an_empty_list_says_so(client, address, words):
    assert words in text(client.get(address))


@pytest.mark.parametrize("number", ["0", "999", "x", "2"])
def test_a_page_beyond_the_end_is_the_last(client, number):
    DesignerFactory.create_batch(PAGE + 1)

    page = client.get("/designers/", {"page": number}).context["page"]

    assert page.number == (1 if number == "x" else 2)


def test_a_designer_shows_published_collections_and_what_is_ahead(client):
    designer = DesignerFactory(brand_name="Odalys", biography="Cuts in one length.")
    CollectionFactory(
        designer=designer, name="Tide", status="published", images=[LOOK | {"caption": "Opening"}]
    )
    CollectionFactory(designer=designer, name="Sketches")
    put_away = CollectionFactory(designer=designer, name="Put away", status="archived")
    ahead = EventFactory(title="Ahead", start_date=NOON, end_date=NOON + timedelta(days=1))
    EventDesignerFactory(designer=designer, event=ahead)
    EventDesignerFactory(designer=designer, event=EventFactory(title="Draft", status="draft"))
    EventCollectionFactory(collection=put_away, event=EventFactory(title="Elsewhere"))

    answer = client.get(f"/designers/{designer.slug}/")

    page = text(answer)
    assert [event.title for event in answer.context["ahead"]] == ["Ahead"]
    for words in ("Odalys", "Cuts in one length.", "Tide", "Opening", LOOK["key"], "1 look."):
        assert words in page
    for words in ("Sketches", "Put away", "Draft"):
        assert words not in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/designers/{designer.slug}/">' in page


@pytest.mark.parametrize("shown", [True, False])
def test_achievements_are_read_where_the_designer_shows_them(client, shown):
    designer = DesignerFactory(
        achievements=[{"title": "Selvedge Prize", "year": 2025}], shows_achievements=shown
    )

    assert ("Selvedge Prize" in text(client.get(f"/designers/{designer.slug}/"))) is shown


def test_a_collection_is_read_once_published_and_before_by_its_designer(client):
    collection = CollectionFactory(name="Tide", images=[LOOK], slug="tide")

    assert client.get("/collections/tide/").status_code == 404
    client.force_login(collection.designer.user)
    assert "Only you see this page." in text(client.get("/collections/tide/"))
    client.force_login(UserFactory())
    assert client.get("/collections/tide/").status_code == 404


def test_a_published_collection_shows_its_looks_events_and_siblings(client):
    collection = CollectionFactory(name="Tide", status="published", images=[LOOK], slug="tide")
    CollectionFactory(designer=collection.designer, name="Salt", status="published")
    CollectionFactory(designer=collection.designer, name="Sketches")
    EventCollectionFactory(collection=collection, event=EventFactory(title="River show"))

    page = text(client.get("/collections/tide/"))

    for words in ("Tide", LOOK["key"], "Salt", "River show", "Spring/Summer 2099"):
        assert words in page
    assert "Sketches" not in page
    assert "Only you" not in page


def test_a_card_tells_figures_to_the_model_and_admins_only(client):
    model = FashionModelFactory(
        display_name="Amara", is_listed=True, slug="amara", **FIGURES,
        availability=[{"from": "2020-01-01", "to": "2199-01-01"}],
    )  # fmt: skip
    EventModelFactory(fashion_model=model, event=EventFactory(title="River show"))

    for person in (None, UserFactory(), UserFactory(user_type="organizer")):
        if person:
            client.force_login(person)
        page = text(client.get("/models/amara/"))
        assert "River show" in page
        for private in ("178", "62.5", "Free"):
            assert private not in page
    for person in (model.user, UserFactory(user_type="admin")):
        client.force_login(person)
        page = text(client.get("/models/amara/"))
        for private in ("178", "62.5", "Free"):
            assert private in page


def test_a_model_who_is_not_listed_is_found_by_nobody_else(client):
    model = FashionModelFactory(slug="amara")

    assert client.get("/models/amara/").status_code == 404
    client.force_login(UserFactory(user_type="organizer"))
    assert client.get("/models/amara/").status_code == 404
    client.force_login(model.user)
    assert "Only you see this card." in text(client.get("/models/amara/"))


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (lambda: DesignerFactory(slug="old"), "/designers/"),
        (lambda: CollectionFactory(slug="old", status="published"), "/collections/"),
        (lambda: FashionModelFactory(slug="old", is_listed=True), "/models/"),
    ],
)
def test_an_address_that_moved_leads_on(client, make, address):
    row = make()
    with acting_as(UserFactory(user_type="admin")):
        for slug in ("newer", "newest"):
            row = type(row).objects.get(pk=row.pk)
            row.slug = slug
            row.save(update_fields=["slug"])

    assert stored(row).former_slugs == ["old", "newer"]
    for slug in ("old", "newer"):
        answer = client.get(f"{address}{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, f"{address}newest/")
    assert client.get(f"{address}never/").status_code == 404


def test_an_address_given_up_is_free_for_another(client):
    row = DesignerFactory(slug="tide", brand_name="First")
    with acting_as(row.user):
        row = type(row).objects.get(pk=row.pk)
        row.slug = "first"
        row.save()
    DesignerFactory(slug="tide", brand_name="Second")

    assert "Second" in text(client.get("/designers/tide/"))


def test_the_pages_cost_the_same_for_one_and_three(client, django_assert_num_queries):
    designer = DesignerFactory(slug="house")
    model = FashionModelFactory(slug="amara", display_name="A", is_listed=True)
    rounds = iter(range(9))

    def grow():
        collection = CollectionFactory(designer=designer, status="published", images=[LOOK])
        for end in (NOON, NOON.replace(year=2020)):
            event = EventFactory(start_date=end - timedelta(hours=2), end_date=end)
            EventDesignerFactory(designer=designer, event=event)
            EventModelFactory(fashion_model=model, event=event)
            EventCollectionFactory(collection=collection, event=event)
        FashionModelFactory(is_listed=True, display_name=f"B{next(rounds)}")
        return collection.slug

    for times in (1, 2):
        for _time in range(times):
            slug = grow()
        for address, queries in [
            ("/designers/", 2), ("/designers/house/", 6), (f"/collections/{slug}/", 5),
            ("/models/", 2), ("/models/amara/", 5),
        ]:  # fmt: skip
            with django_assert_num_queries(queries):
                client.get(f"{address}?n={times}")


def test_home_shows_designers_with_a_show_ahead(client):
    for name, end in [("Ahead", NOON), ("Past", NOON.replace(year=2020))]:
        collection = CollectionFactory(
            designer__brand_name=name, status="published", images=[LOOK], name=f"{name} looks"
        )
        event = EventFactory(start_date=end - timedelta(hours=2), end_date=end)
        EventCollectionFactory(collection=collection, event=event)

    page = text(client.get("/"))

    assert "Ahead looks" in page
    assert "Past looks" not in page


def test_the_sitemap_lists_who_can_be_found(client):
    DesignerFactory(slug="house")
    CollectionFactory(slug="tide", status="published")
    CollectionFactory(slug="secret")
    FashionModelFactory(slug="amara", is_listed=True)
    FashionModelFactory(slug="hidden")

    page = client.get("/sitemap.xml").content.decode()

    for address in ("/designers/house/", "/collections/tide/", "/models/amara/", "/models/<"):
        assert f"{address.rstrip('<')}{'</loc>'}" in page
    assert "secret" not in page
    assert "hidden" not in page
