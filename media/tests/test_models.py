"""What an asset, a category and a right can be, and what they open."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything, stored
from media.models import AssetCategory, AssetPermission, GalleryAsset, MediaAsset
from media.tests.factories import (
    AssetCategoryAssignmentFactory,
    AssetCategoryFactory,
    AssetPermissionFactory,
    GalleryAssetFactory,
    MediaAssetFactory,
    MediaGalleryFactory,
)


def complaint(row):
    with everything(), pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.messages


@pytest.mark.parametrize(
    "url",
    ["/etc/passwd", "https://example.org/a.jpg", "a/../b.jpg", "../a.jpg", "a//b", "a/.env",
     "a\\b", "a/b.jpg/", "a b.jpg", "a.jpg\n", "javascript:x"],
)  # fmt: skip
def test_an_asset_lies_in_our_own_store(db, url):
    asset = MediaAssetFactory()

    asset.url = url
    assert "A path inside the store, such as a/b.jpg." in complaint(asset)
    with everything(), pytest.raises(IntegrityError, match="url_in_store"), transaction.atomic():
        asset.save()


@pytest.mark.parametrize("url", ["a.jpg", "originals/2099/a-b_C.tar.gz", "x"])
def test_a_plain_path_will_do(db, url):
    assert stored(MediaAssetFactory(url=url)).url == url


@pytest.mark.parametrize(
    "dimensions",
    [
        [], "x", {"width": 1}, {"width": 1, "height": 0}, {"width": 1, "height": True},
        {"width": 1, "height": "2"}, {"width": 1, "height": 2, "depth": 3},
    ],
)  # fmt: skip
def test_dimensions_are_two_whole_numbers_or_nothing(db, dimensions):
    words = "A width and a height in whole pixels, or nothing."

    assert words in complaint(MediaAsset(dimensions=dimensions))
    with everything():
        MediaAssetFactory(dimensions={"width": 1600, "height": 900}).full_clean(
            exclude=["filename"]
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mime_type": "video/mp4"}, "The type and the content type disagree."),
        ({"type": "document"}, "The type and the content type disagree."),
        ({"duration": 3}, "Only a video lasts."),
        ({"file_size": 0}, "Ensure this value is greater than or equal to 1."),
    ],
)
def test_what_an_asset_cannot_be_is_said(db, changes, words):
    asset = MediaAssetFactory()

    for name, value in changes.items():
        setattr(asset, name, value)

    assert words in complaint(asset)


def test_a_film_lasts_and_a_paper_describes_itself(db):
    film = MediaAssetFactory(type="video", mime_type="video/mp4", duration=90)
    paper = MediaAssetFactory(type="document", mime_type="application/pdf")

    assert (film.is_described, paper.is_described) == (False, True)
    assert MediaAsset(type="image", alt_text="A look").is_described
    assert (stored(film).duration, str(film)) == (90, film.url)


def test_the_name_of_a_file_is_sealed(db):
    asset = MediaAssetFactory(filename="Ann at home.jpg")

    assert stored(asset).filename == "Ann at home.jpg"
    assert MediaAsset._meta.get_field("filename").secret


def test_a_category_is_not_part_of_its_own_parts(db):
    top = AssetCategoryFactory(name="Looks")
    middle = AssetCategoryFactory(parent=top)
    low = AssetCategoryFactory(parent=middle)

    top.parent = low
    assert complaint(top) == ["A category is not part of its own parts."]
    twin = AssetCategory(name="LOOKS")
    assert complaint(twin) == ["There is a category of this name already."]
    top.parent, low.parent = None, top
    with everything():
        low.full_clean()
    assert str(top) == "Looks"


def test_rights_end_after_they_begin_and_go_to_others(db):
    given = AssetPermissionFactory()

    again = AssetPermission(
        asset=given.asset,
        user=given.user,
        granted_by=given.user,
        expires_at=timezone.now() - timedelta(days=1),
    )

    assert sorted(complaint(again)) == [
        "A permission ends after it was granted.",
        "Nobody grants a permission to themselves.",
        "This person has this permission already.",
    ]
    assert str(given) == f"permission {str(given.pk)[:8]}"


def sees(person, asset):
    with acting_as(person):
        return MediaAsset.objects.filter(pk=asset.pk).exists()


@pytest.mark.parametrize(("minutes", "open_yet"), [(-1, False), (5, True), (None, True)])
def test_a_right_runs_out_by_the_databases_clock(db, minutes, open_yet):
    now = timezone.now()
    given = AssetPermissionFactory(
        granted_at=now - timedelta(days=1),
        expires_at=None if minutes is None else now + timedelta(minutes=minutes),
    )

    assert sees(given.user, given.asset) == open_yet


@pytest.mark.parametrize(
    ("permission", "changed", "deleted"),
    [("view", 0, 0), ("edit", 1, 0), ("delete", 0, 1)],
)
def test_to_edit_or_delete_is_to_view_as_well(db, permission, changed, deleted):
    given = AssetPermissionFactory(permission_type=permission)
    assets = MediaAsset.objects.filter(pk=given.asset.pk)

    with acting_as(given.user):
        assert assets.count() == 1
        assert assets.update(alt_text="A look") == changed
        gone, _by_model = given.asset.delete()

    assert gone == deleted
    with everything():
        assert (assets.count(), AssetPermission.objects.count()) == (1 - deleted, 1 - deleted)


def test_a_picture_is_seen_by_the_public_with_its_gallery_only(db):
    draft = EventFactory(status="draft")
    shown = GalleryAssetFactory(gallery=MediaGalleryFactory(published=True)).asset
    hidden = [
        GalleryAssetFactory().asset,
        GalleryAssetFactory(gallery=MediaGalleryFactory(archived=True)).asset,
        GalleryAssetFactory(gallery=MediaGalleryFactory(event=draft, published=True)).asset,
        MediaAssetFactory(),
    ]

    assert sees(None, shown)
    assert [sees(None, asset) for asset in hidden] == [False] * 4


def test_an_entry_is_of_its_gallerys_event(db):
    entry = GalleryAssetFactory()

    entry.asset = MediaAssetFactory()

    assert "This asset is not of the gallery's event." in complaint(entry)


def test_entries_change_places(db):
    first = GalleryAssetFactory(position=1)
    second = GalleryAssetFactory(gallery=first.gallery, position=2)

    with everything(), transaction.atomic():
        GalleryAsset.objects.filter(pk=first.pk).update(position=2)
        GalleryAsset.objects.filter(pk=second.pk).update(position=1)

    assert (stored(first).position, stored(second).position) == (2, 1)
    assert str(first) == "entry 1"


def test_an_asset_lies_in_a_category_once(db):
    sorted_once = AssetCategoryAssignmentFactory()

    with everything():
        assert list(sorted_once.asset.categories.all()) == [sorted_once.category]
        with pytest.raises(IntegrityError, match="assignments_once"), transaction.atomic():
            AssetCategoryAssignmentFactory(asset=sorted_once.asset, category=sorted_once.category)
    assert str(sorted_once) == f"category {str(sorted_once.category_id)[:8]}"
