"""Where designers and models keep their own pages, and where nobody else comes."""

import pytest
from django.core.files.storage import default_storage

from accounts.tests.factories import UserFactory
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.pages import filled_in, inline_code
from fashionista.common.tests.pictures import image_file, sent
from industry.models import Collection, Designer, FashionModel

from .factories import CollectionFactory, DesignerFactory, FashionModelFactory

pytestmark = pytest.mark.django_db
DESIGNER, MODEL = "/account/designer/", "/account/model/"
NEW = f"{DESIGNER}collections/new/"


def page_of(collection):
    return f"{DESIGNER}collections/{collection.pk}/"


def save(client, address, **changes):
    """What the page's form sends, with some changes."""
    answer = client.get(address)
    assert inline_code(answer) == []
    return client.post(address, filled_in(answer, **changes))


def test_the_pages_are_for_those_they_are_about(client):
    draft = CollectionFactory()
    addresses = [DESIGNER, MODEL, NEW, page_of(draft)]

    for address in addresses:
        assert client.get(address)["Location"].startswith("/account/login/")
    for kind in ("attendee", "organizer", "admin"):
        client.force_login(UserFactory(user_type=kind))
        assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_a_rival_reaches_no_collection_of_somebody_else(client):
    draft = CollectionFactory(name="Tide", description="Words.")
    client.force_login(DesignerFactory().user)

    assert client.get(page_of(draft)).status_code == 404
    assert client.post(page_of(draft), {"name": "Stolen"}).status_code == 404
    assert client.post(f"{page_of(draft)}publish/").status_code == 404
    assert (stored(draft).name, stored(draft).status) == ("Tide", "draft")


def test_a_designer_joins_with_an_address_made_of_the_brand(client):
    client.force_login(person := UserFactory(user_type="designer"))

    answer = save(
        client, DESIGNER, brand_name="Maison Fil", biography="Cuts.",
        achievements="2025 Selvedge Prize\nA show", specialties="Knit\nLace",
    )  # fmt: skip

    assert answer.status_code == 302
    with everything():
        designer = Designer.objects.get(user=person)
        assert (designer.slug, designer.specialties) == ("maison-fil", ["Knit", "Lace"])
        assert designer.achievements == [
            {"year": 2025, "title": "Selvedge Prize"},
            {"title": "A show"},
        ]
    assert "Maison Fil" in client.get("/designers/maison-fil/").content.decode()


def test_a_designer_gives_replaces_and_removes_a_portrait(client):
    designer = DesignerFactory()
    client.force_login(designer.user)

    save(client, DESIGNER, **{"portrait-file": image_file(), "portrait-alt": "In profile"})
    first = stored(designer).portrait
    assert first["alt"] == "In profile"
    assert default_storage.exists(f"pictures/{first['key']}/480.webp")

    save(client, DESIGNER, **{"portrait-alt": "From behind", "portrait-focus": "0.5 0"})
    assert stored(designer).portrait == first | {"alt": "From behind", "focus": [0.5, 0.0]}

    save(client, DESIGNER, **{"portrait-file": image_file(colour="blue")})
    assert stored(designer).portrait["key"] != first["key"]

    save(client, DESIGNER, **{"portrait-clear": "on"})
    assert stored(designer).portrait is None


def test_what_is_no_picture_is_said_and_nothing_is_written(client):
    designer = DesignerFactory(brand_name="Fil")
    client.force_login(designer.user)

    answer = save(
        client, DESIGNER, brand_name="Changed",
        **{"portrait-file": sent(b"<svg/>"), "portrait-alt": "x"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "This is no picture we can read." in answer.content.decode()
    assert (stored(designer).brand_name, stored(designer).portrait) == ("Fil", None)


def test_a_collection_is_made_with_its_looks_in_order_shown_and_put_away(client):
    designer = DesignerFactory()
    client.force_login(designer.user)

    answer = save(
        client, NEW, name="Tide Lines", season="AW", year="2027", description="Words.",
        **{"images-0-file": image_file(), "images-0-alt": "Red", "images-0-position": "2"},
        **{"images-1-file": image_file(colour="blue"), "images-1-alt": "Blue"},
        **{"images-1-position": "1", "images-1-caption": "Quay coat"},
    )  # fmt: skip

    with everything():
        made = Collection.objects.get(designer=designer)
    assert answer["Location"] == page_of(made)
    assert (made.slug, made.status) == ("tide-lines", "draft")
    assert [look["alt"] for look in made.images] == ["Blue", "Red"]
    assert made.images[0]["caption"] == "Quay coat"

    save(client, page_of(made), **{"images-0-clear": "on"})
    assert [look["alt"] for look in stored(made).images] == ["Red"]

    client.post(f"{page_of(made)}publish/")
    assert stored(made).status == "published"
    client.post(f"{page_of(made)}archive/")
    assert stored(made).status == "archived"
    assert client.get(page_of(made)).status_code == 403


def test_a_collection_without_words_is_not_shown(client):
    draft = CollectionFactory()
    client.force_login(draft.designer.user)

    answer = client.post(f"{page_of(draft)}publish/", follow=True)

    assert "Write a description first" in answer.content.decode()
    assert stored(draft).status == "draft"
    assert client.get(f"{page_of(draft)}publish/").status_code == 405


def test_an_address_of_a_draft_nobody_sees_is_refused_in_words(client):
    CollectionFactory(slug="tide")
    own = CollectionFactory(slug="mine", name="Mine")
    client.force_login(own.designer.user)

    answer = save(client, page_of(own), slug="tide", name="Changed")

    assert answer.status_code == 422
    assert "This address is taken." in answer.content.decode()
    assert (stored(own).slug, stored(own).name) == ("mine", "Mine")


def test_two_pages_of_one_name_get_two_addresses(client):
    DesignerFactory(slug="fil", brand_name="Another")
    client.force_login(person := UserFactory(user_type="designer"))

    save(client, DESIGNER, brand_name="Fil")

    with everything():
        assert Designer.objects.get(user=person).slug == "fil-2"


def test_a_model_keeps_figures_days_and_pictures(client):
    client.force_login(person := UserFactory(user_type="model"))

    save(
        client, MODEL, display_name="Amara Okoye", is_listed="on", height="179.5",
        measurements_waist="62.5", measurements_shoe="40",
        **{"availability-1-from": "2099-02-01", "availability-1-to": "2099-02-03"},
        **{"availability-0-from": "2099-03-01", "availability-0-note": "Milan"},
        **{"images-0-file": image_file(), "images-0-alt": "Suit"},
    )  # fmt: skip

    with everything():
        model = FashionModel.objects.get(user=person)
        assert (model.slug, str(model.height)) == ("amara-okoye", "179.5")
        assert model.measurements == {"waist": 62.5, "shoe": 40}
        assert model.availability == [
            {"from": "2099-02-01", "to": "2099-02-03"},
            {"from": "2099-03-01", "to": "2099-03-01", "note": "Milan"},
        ]
        assert model.images[0]["alt"] == "Suit"
    page = client.get(MODEL).content.decode()
    assert "2099-02-03" in page
    assert client.get("/models/amara-okoye/").status_code == 200


@pytest.mark.parametrize("wrong", [
    {"availability-0-from": "2099-03-02", "availability-0-to": "2099-03-01"},
    {"availability-0-from": "soon"}, {"availability-0-to": "2099-03-01"},
    {"measurements_waist": "400"}, {"height": "tall"}, {"slug": "no spaces"}, {"display_name": ""},
])  # fmt: skip
def test_wrong_figures_and_days_are_said_and_nothing_is_written(client, wrong):
    model = FashionModelFactory(display_name="Amara")
    client.force_login(model.user)

    answer = save(client, MODEL, **{"display_name": "Changed"} | wrong)

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert stored(model).display_name == "Amara"


def test_the_designers_page_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    designer = DesignerFactory()
    client.force_login(designer.user)

    for times in (1, 2):
        CollectionFactory.create_batch(
            times, designer=designer, published_at=NOON, status="published"
        )
        with django_assert_num_queries(4):
            client.get(DESIGNER)
