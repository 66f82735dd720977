"""The desk's pages of assets and galleries: one's own only, status by rules."""

import pytest

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from fashionista.common.tests.pictures import image_file, sent
from media.models import AssetCategory, AssetPermission, GalleryAsset, MediaAsset, MediaGallery
from media.tests.factories import (
    AssetCategoryFactory,
    AssetPermissionFactory,
    MediaAssetFactory,
    MediaGalleryFactory,
)

ASSETS = "/admin/media/mediaasset/"
GALLERIES = "/admin/media/mediagallery/"
RIGHTS = "/admin/media/assetpermission/"
CATEGORIES = "/admin/media/assetcategory/"


def listed(client, path, rows):
    page = client.get(path).content.decode()
    return [name for name, row in rows.items() if f"/{row.pk}/change/" in page]


@pytest.mark.parametrize(
    ("name", "assets", "galleries", "people"),
    [
        ("olga", ["shot_a", "raw_a"], ["gallery_a", "choice_a"], ["ann", "mona"]),
        ("boris", ["shot_b", "raw_b"], ["gallery_b", "choice_b"], ["ann", "mila"]),
        (
            "admin",
            ["shot_a", "raw_a", "sketch", "shot_b", "raw_b"],
            ["gallery_a", "choice_a", "gallery_b", "choice_b"],
            ["ann", "mona", "mila", "dirk"],
        ),
    ],
)
def test_everybody_lists_what_they_keep(world, client, name, assets, galleries, people):
    client.force_login(getattr(world, name))
    every = ["shot_a", "raw_a", "sketch", "shot_b", "raw_b"]
    shows = ["gallery_a", "choice_a", "gallery_b", "choice_b"]

    assert listed(client, ASSETS, {row: getattr(world, row) for row in every}) == assets
    assert listed(client, GALLERIES, {row: getattr(world, row) for row in shows}) == galleries
    page = client.get(RIGHTS).content.decode()
    known = {n: n.title() + " Canary" if name == "admin" else str(getattr(world, n).pk)
             for n in ("ann", "mona", "mila", "dirk")}  # fmt: skip
    assert [person for person, words in known.items() if words in page] == people


@pytest.mark.parametrize("name", ["tess", "hal", "stan", "ann", "dora"])
def test_these_pages_are_not_for_others(world, client, name):
    client.force_login(getattr(world, name))

    for path in (ASSETS, GALLERIES, RIGHTS, CATEGORIES, page_of(world.shot_a)):
        assert client.get(path, follow=True).status_code == 403


def test_a_rivals_rows_are_not_there(world, client):
    client.force_login(world.boris)

    for row in (world.shot_a, world.raw_a, world.gallery_a, world.choice_a, world.ann_views):
        assert client.get(page_of(row))["Location"] == "/admin/"
    client.post(GALLERIES, {"action": "archive_gallery", "_selected_action": world.gallery_a.pk})

    assert stored(world.gallery_a).status == "published"


def test_a_gallery_is_put_together_in_order_and_shown(world, client):
    keeper = EventTeamMemberFactory(event=world.shown_a, permissions=["media"]).user
    client.force_login(keeper)

    page = client.get(f"{GALLERIES}add/")
    client.post(f"{GALLERIES}add/", filled_in(
        page, event=str(world.shown_a.pk), name="Finale", slug="finale", status="published",
        entries__TOTAL_FORMS="2",
        entries__0__asset=str(world.shot_a.pk), entries__0__position="2",
        entries__1__asset=str(world.raw_a.pk), entries__1__position="1",
        entries__1__caption="Before",
    ))  # fmt: skip
    with everything():
        gallery = MediaGallery.objects.get(slug="finale")
    refused = client.post(
        GALLERIES, {"action": "publish_gallery", "_selected_action": gallery.pk}, follow=True
    )
    client.post(page_of(world.raw_a), filled_in(client.get(page_of(world.raw_a)), alt_text="Hands"))
    client.post(GALLERIES, {"action": "publish_gallery", "_selected_action": gallery.pk})

    assert "Finale: Describe each picture and film first" in refused.content.decode()
    assert stored(gallery).status == "published"
    entries = GalleryAsset.objects.filter(gallery=gallery).order_by("position")
    with everything():
        assert [(entry.asset_id, entry.event_id, entry.caption) for entry in entries] == [
            (world.raw_a.pk, world.shown_a.pk, "Before"),
            (world.shot_a.pk, world.shown_a.pk, ""),
        ]

    data = filled_in(client.get(page_of(gallery)), entries__0__DELETE="on")
    client.post(page_of(gallery), data | {"entries-1-position": "1"})
    with everything():
        assert [entry.asset_id for entry in entries.all()] == [world.shot_a.pk]


def test_a_gallery_takes_no_asset_of_a_rival_nor_one_twice(world, client):
    client.force_login(world.olga)
    data = filled_in(client.get(page_of(world.choice_a)), entries__TOTAL_FORMS="2")

    stolen = client.post(page_of(world.choice_a), data | {
        "entries-1-asset": str(world.raw_b.pk), "entries-1-position": "2",
    })  # fmt: skip
    public = client.post(page_of(world.choice_a), data | {
        "entries-1-asset": str(world.shot_b.pk), "entries-1-position": "2",
    })  # fmt: skip
    twice = client.post(page_of(world.choice_a), data | {
        "entries-1-asset": str(world.raw_a.pk), "entries-1-position": "2",
    })  # fmt: skip

    assert "Select a valid choice." in stolen.content.decode()
    assert "This asset is not of the gallery&#x27;s event." in public.content.decode()
    assert "Please correct the duplicate data" in twice.content.decode()
    with everything():
        assert GalleryAsset.objects.filter(gallery=world.choice_a).count() == 1


def test_assets_are_described_and_sorted_but_not_moved(world, client):
    client.force_login(world.olga)

    page = client.get(page_of(world.shot_a))
    client.post(page_of(world.shot_a), filled_in(
        page, alt_text="A red coat", url="stolen.jpg", category_assignments__TOTAL_FORMS="1",
        category_assignments__0__category=str(world.looks.pk),
    ))  # fmt: skip

    now = stored(world.shot_a)
    assert (now.alt_text, now.url) == ("A red coat", world.shot_a.url)
    with everything():
        assert list(now.categories.all()) == [world.looks]
    assert "Canary.jpg" in page.content.decode()


def test_what_hangs_in_a_gallery_is_not_deleted(world, client):
    loose = MediaAssetFactory(event=world.shown_a)
    client.force_login(world.olga)

    for asset in (world.shot_a, loose):
        client.post(f"{ASSETS}{asset.pk}/delete/", {"post": "yes"})

    with everything():
        left = MediaAsset.objects.filter(pk__in=[world.shot_a.pk, loose.pk])
        assert list(left) == [world.shot_a]


def test_a_right_is_given_in_ones_own_name_to_a_colleague_until_a_day(world, client):
    client.force_login(world.olga)
    data = filled_in(
        client.get(f"{RIGHTS}add/"), asset=str(world.raw_a.pk), user=str(world.hal.pk),
        permission_type="edit", granted_by=str(world.stan.pk),
        expires_at_0="2099-12-01", expires_at_1="12:00",
    )  # fmt: skip

    stranger = client.post(f"{RIGHTS}add/", data | {"user": str(world.bob.pk)})
    past = client.post(f"{RIGHTS}add/", data | {"expires_at_0": "2001-12-01"})
    client.post(f"{RIGHTS}add/", data)

    assert "Select a valid choice." in stranger.content.decode()
    assert "A permission ends after it was granted." in past.content.decode()
    with everything():
        given = AssetPermission.objects.get(asset=world.raw_a, user=world.hal)
    assert (given.permission_type, given.granted_by_id) == ("edit", world.olga.pk)
    page = client.get(page_of(given))
    client.post(page_of(given), filled_in(page, expires_at_0="", expires_at_1=""))
    assert stored(given).expires_at is None


def test_the_platform_keeps_the_categories(world, client):
    client.force_login(world.olga)
    assert "Looks" in client.get(CATEGORIES).content.decode()
    assert client.get(f"{CATEGORIES}add/").status_code == 403

    client.force_login(world.admin)
    client.post(f"{CATEGORIES}add/", {"name": "Finale", "parent": str(world.looks.pk)})
    ring = client.post(page_of(world.looks), {"name": "Looks", "parent": str(world.backstage.pk)})

    with everything():
        assert AssetCategory.objects.get(name="Finale").parent_id == world.looks.pk
    assert "A category is not part of its own parts." in ring.content.decode()
    assert stored(world.looks).parent_id is None


def asset_of(olga):
    return MediaAssetFactory(event=EventFactory(organizer=olga))


@pytest.mark.parametrize(
    ("path", "number", "make"),
    [
        (ASSETS, 8, asset_of),
        (GALLERIES, 8, lambda olga: MediaGalleryFactory(event=EventFactory(organizer=olga))),
        (RIGHTS, 8, lambda olga: AssetPermissionFactory(asset=asset_of(olga))),
        (CATEGORIES, 7, lambda olga: AssetCategoryFactory(parent=AssetCategoryFactory())),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, number, make
):
    olga = EventFactory().organizer
    client.force_login(olga)
    make(olga)

    with django_assert_num_queries(number):
        client.get(path)
    for _more in range(2):
        make(olga)
    with django_assert_num_queries(number):
        client.get(path)


def test_pictures_are_uploaded_several_at_once_into_a_gallery(world, client):
    client.force_login(world.olga)
    page = client.get(f"{ASSETS}add/").content.decode()
    assert ("Show A" in page, "Show B" in page, world.choice_b.name in page) == (True, False, False)

    answer = client.post(
        f"{ASSETS}add/",
        {"event": str(world.shown_a.pk), "gallery": str(world.choice_a.pk), "files": [
            image_file(), sent(b"<svg/>", "trick.jpg"), image_file(colour="blue"),
        ]},
        follow=True,
    ).content.decode()  # fmt: skip

    assert "Trick.jpg: This is no picture we can read." in answer
    assert answer.count("Look.jpeg is in.") == 2
    with everything():
        entries = world.choice_a.entries.order_by("position").select_related("asset")
        assert [entry.position for entry in entries] == [1, 2, 3]
        assert {entry.asset.uploaded_by_id for entry in entries[1:]} == {world.olga.pk}
        assert entries[1].asset.event_id == world.shown_a.pk
    assert f"/uploads/assets/{entries[1].asset_id}/480.webp" in answer


@pytest.mark.parametrize("wrong", [
    {"event": "shown_b"}, {"gallery": "choice_b"}, {"event": "draft_a", "gallery": "choice_a"}, {},
])  # fmt: skip
def test_an_upload_elsewhere_or_of_nothing_is_refused(world, client, wrong):
    client.force_login(world.olga)
    data = {"event": "shown_a"} | wrong
    data = {name: str(getattr(world, row).pk) for name, row in data.items()}
    files = {"files": image_file()} if wrong else {}

    page = client.post(f"{ASSETS}add/", data | files).content.decode()

    assert "errorlist" in page
    with everything():
        assert not MediaAsset.objects.filter(url__startswith="assets/").exists()


@pytest.mark.parametrize("name", ["hal", "ann"])
def test_only_who_keeps_media_uploads(world, client, name):
    client.force_login(getattr(world, name))

    assert client.post(f"{ASSETS}add/", follow=True).status_code == 403
