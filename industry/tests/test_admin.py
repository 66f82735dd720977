"""The desk's pages of designers, collections and models: one's own to change, no more."""

import pytest

from accounts.tests.factories import OrganizerFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from industry.models import Collection, Designer, FashionModel

from .factories import CollectionFactory, DesignerFactory, FashionModelFactory

DESIGNERS = "/admin/industry/designer/"
COLLECTIONS = "/admin/industry/collection/"
MODELS = "/admin/industry/fashionmodel/"
ALL = [f"{status} {house}" for status in ("Draft", "Published", "Archived") for house in "AB"]


def rows_of(client, path, names):
    page = client.get(path).content.decode()
    return {name for name in names if f">{name}</a>" in page}


@pytest.mark.parametrize(
    ("name", "collections", "models"),
    [
        ("olga", {"Published A", "Published B", "Archived A"}, {"Model A"}),  # at her show
        ("dora", {"Draft A", "Published A", "Archived A", "Published B"}, {"Model A"}),
        ("mila", {"Published A", "Published B"}, {"Model A", "Model B"}),
        ("admin", set(ALL), {"Model A", "Model B"}),
    ],
)
def test_everybody_lists_what_is_shown_and_their_own(world, client, name, collections, models):
    client.force_login(getattr(world, name))

    assert rows_of(client, DESIGNERS, ["Brand A", "Brand B"]) == {"Brand A", "Brand B"}
    assert rows_of(client, COLLECTIONS, ALL) == collections
    assert rows_of(client, MODELS, ["Model A", "Model B"]) == models


@pytest.mark.parametrize("name", ["ann", "stan"])
def test_the_desk_is_not_for_others(world, client, name):
    client.force_login(getattr(world, name))

    for path in (DESIGNERS, COLLECTIONS, MODELS, page_of(world.designer_a)):
        assert client.get(path, follow=True).status_code == 403


def test_figures_are_shown_to_the_model_and_to_admins(world, client):
    seen = {}
    for name in ("mona", "admin", "olga", "mila"):
        client.force_login(getattr(world, name))
        page = client.get(page_of(world.model_a)).content.decode()
        seen[name] = ("Model A" in page, "178" in page, "Days Canary" in page)

    assert seen == {
        "mona": (True, True, True), "admin": (True, True, True),
        "olga": (True, False, False), "mila": (True, False, False),
    }  # fmt: skip


def test_achievements_are_shown_to_the_designer_and_to_admins(world, client):
    seen = {}
    for name in ("dora", "admin", "olga", "dirk"):
        client.force_login(getattr(world, name))
        page = client.get(page_of(world.designer_a)).content.decode()
        seen[name] = ("Brand A" in page, "Achievement Canary" in page)

    assert seen == {
        "dora": (True, True), "admin": (True, True),
        "olga": (True, False), "dirk": (True, False),
    }  # fmt: skip


def test_a_model_keeps_their_own_row(world, client):
    client.force_login(world.mila)

    data = filled_in(
        client.get(page_of(world.model_b)), display_name="Mila", height="181.50",
        measurements_waist="61", is_listed="on", user=str(world.ann.pk),
    )  # fmt: skip
    client.post(page_of(world.model_b), data)
    client.post(page_of(world.model_a), data | {"slug": "stolen"})

    now = stored(world.model_b)
    with everything():
        assert (now.display_name, now.is_listed, now.user_id) == ("Mila", True, world.mila.pk)
        assert (str(now.height), now.measurements) == ("181.50", {"waist": 61})
        assert now.availability[0]["note"] == "Days Canary"
    assert stored(world.model_a).display_name == "Model A"
    assert client.get(f"{MODELS}{world.model_b.pk}/delete/").status_code == 403


def test_a_wrong_shape_is_said_and_not_saved(world, client):
    client.force_login(world.mila)
    data = filled_in(client.get(page_of(world.model_b)), display_name="Mila")

    answers = [
        client.post(page_of(world.model_b), data | wrong).content.decode()
        for wrong in (
            {"measurements_waist": "400"},
            {"height": "tall"},
            {"availability-0-to": "2020-01-01"},
        )
    ]

    for page, words in zip(
        answers, ["Numbers in centimetres", "Enter a number.", "Each stretch goes"], strict=True
    ):
        assert words in page
    assert stored(world.model_b).display_name == "Model B"


@pytest.mark.parametrize(
    ("user_type", "path", "kind", "fields"),
    [
        ("designer", DESIGNERS, Designer, {"brand_name": "New", "slug": "new"}),
        ("model", MODELS, FashionModel, {"display_name": "New", "slug": "new"}),
    ],
)
def test_designers_and_models_make_their_page_once(world, client, user_type, path, kind, fields):
    with everything():
        world.ann.user_type = user_type
        world.ann.save()
    client.force_login(world.ann)

    page = client.get(f"{path}add/")
    client.post(f"{path}add/", filled_in(page, **fields, user=str(world.bob.pk)))

    with everything():
        assert kind.objects.get(slug="new").user_id == world.ann.pk
    assert client.get(f"{path}add/").status_code == 403


def test_an_admin_makes_a_designer_of_anybody(world, client):
    client.force_login(world.admin)

    page = client.get(f"{DESIGNERS}add/")
    twin = {"brand_name": "brand a", "slug": "ann", "user": str(world.ann.pk)}
    refused = client.post(f"{DESIGNERS}add/", filled_in(page, **twin)).content.decode()
    client.post(f"{DESIGNERS}add/", filled_in(page, **twin | {"brand_name": "Ann's"}))

    assert "There is a designer of this brand already." in refused
    with everything():
        assert Designer.objects.get(slug="ann").user_id == world.ann.pk


def test_a_designer_makes_a_collection_of_their_own_only(world, client):
    client.force_login(world.dora)

    page = client.get(f"{COLLECTIONS}add/")
    assert "Brand A" in page.content.decode()
    assert "Brand B" not in page.content.decode()
    new = {"name": "New", "slug": "new", "season": "AW", "year": "2099", "status": "published"}
    data = filled_in(page, **new, designer=str(world.designer_a.pk))
    stolen = client.post(f"{COLLECTIONS}add/", data | {"designer": str(world.designer_b.pk)})
    twin = client.post(f"{COLLECTIONS}add/", data | {"name": "draft a", "season": "SS"})
    client.post(f"{COLLECTIONS}add/", data)

    assert "Select a valid choice." in stolen.content.decode()
    assert "This season has a collection of this name already." in twin.content.decode()
    with everything():
        made = Collection.objects.get(slug="new")
    assert (made.designer_id, made.status) == (world.designer_a.pk, "draft")


def test_who_shows_nothing_makes_no_collection(world, client):
    client.force_login(world.olga)

    assert client.get(f"{COLLECTIONS}add/").status_code == 403
    client.post(page_of(world.published_collection_a), {"name": "Stolen"})
    for hidden in (world.draft_collection_a, world.archived_collection_b):
        assert client.get(page_of(hidden))["Location"] == "/admin/"

    assert stored(world.published_collection_a).name == "Published A"


def test_drafts_are_thrown_away_what_was_shown_stays(world, client):
    client.force_login(world.dora)

    for row in (world.draft_collection_a, world.published_collection_a):
        client.post(f"{COLLECTIONS}{row.pk}/delete/", {"post": "yes"})

    shown = f"{COLLECTIONS}{world.published_collection_a.pk}/delete/"
    assert client.get(shown).status_code == 403
    with everything():
        left = set(Collection.objects.filter(designer=world.designer_a))
    assert left == {world.published_collection_a, world.archived_collection_a}


def test_an_archived_collection_is_only_read(world, client):
    client.force_login(world.dora)

    page = client.get(page_of(world.archived_collection_a)).content.decode()

    assert "Archived A" in page
    assert 'name="description"' not in page


def test_actions_follow_the_rules(world, client):
    with everything():
        Collection.objects.filter(pk=world.draft_collection_a.pk).update(description="Words.")
    found = []

    for name, action, row in [
        ("dirk", "publish_collection", world.draft_collection_a),
        ("dora", "publish_collection", world.draft_collection_a),
        ("olga", "archive_collection", world.draft_collection_a),
        ("dora", "archive_collection", world.draft_collection_a),
        ("dora", "reopen_collection", world.draft_collection_a),
        ("admin", "reopen_collection", world.draft_collection_a),
    ]:
        client.force_login(getattr(world, name))
        page = client.post(COLLECTIONS, {"action": action, "_selected_action": row.pk}, follow=True)
        found.append((stored(row).status, "you may not do this" in page.content.decode()))

    assert found == [
        ("draft", False), ("published", False), ("published", True), ("archived", False),
        ("archived", True), ("published", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "number", "make"),
    [
        (DESIGNERS, 8, DesignerFactory),
        (COLLECTIONS, 8, lambda: CollectionFactory(status="published")),
        (MODELS, 8, lambda: FashionModelFactory(is_listed=True)),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, number, make
):
    client.force_login(OrganizerFactory())
    make()

    with django_assert_num_queries(number):
        client.get(path)
    for _more in range(2):
        make()
    with django_assert_num_queries(number):
        client.get(path)
