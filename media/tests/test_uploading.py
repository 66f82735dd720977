"""How pictures of an event come in, and into its galleries."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import DatabaseError

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.pictures import NotAPicture
from fashionista.common.testing import NOON, everything
from fashionista.common.tests.pictures import image_file, sent
from media.models import MediaAsset
from media.uploading import put_into_gallery, upload_picture

from .factories import GalleryAssetFactory, MediaAssetFactory, MediaGalleryFactory

pytestmark = pytest.mark.django_db
REFUSED = (DatabaseError, PermissionDenied)


def upload(event, person, *, file=None, **options):
    with acting_as(person):
        return upload_picture(event, file=file or image_file(), by=person, at=NOON, **options)


def test_a_picture_is_kept_in_the_private_store():
    event = EventFactory()

    asset = upload(event, event.organizer, alt_text="A coat")

    with everything():
        asset = MediaAsset.objects.get()
        assert (asset.type, asset.mime_type, asset.alt_text) == ("image", "image/webp", "A coat")
        assert (asset.dimensions, asset.filename) == ({"width": 1000, "height": 1500}, "look.jpeg")
    assert asset.picture["widths"] == [480, 960, 1000]
    assert asset.picture["place"] == f"assets/{asset.pk}"
    for width in asset.picture["widths"]:
        assert storages["private"].exists(asset.rendition(width))
        assert not storages["default"].exists(asset.rendition(width))
    assert storages["private"].size(asset.rendition(1000)) == asset.file_size


def test_it_goes_into_a_gallery_behind_the_others():
    gallery = MediaGalleryFactory()
    GalleryAssetFactory(gallery=gallery, position=7)

    asset = upload(gallery.event, gallery.event.organizer, gallery=gallery)

    with everything():
        entry = asset.entries.get()
        assert (entry.gallery, entry.event, entry.position) == (gallery, gallery.event, 8)


def test_several_assets_keep_their_order():
    gallery = MediaGalleryFactory()
    assets = MediaAssetFactory.create_batch(3, event=gallery.event)

    with acting_as(by := gallery.event.organizer):
        entries = put_into_gallery(gallery, assets=assets, by=by, at=NOON)

    assert [(entry.asset, entry.position) for entry in entries] == list(
        zip(assets, [1, 2, 3], strict=True)
    )


def test_what_is_no_picture_leaves_no_asset():
    event = EventFactory()

    with pytest.raises(NotAPicture):
        upload(event, event.organizer, file=sent(b"<svg/>"))

    with everything():
        assert not MediaAsset.objects.exists()


@pytest.mark.parametrize("permissions", [None, ["view", "programme"]])
def test_nobody_uploads_to_an_event_whose_media_they_do_not_keep(permissions):
    event = EventFactory()
    person = UserFactory(user_type="organizer")
    if permissions:
        EventTeamMemberFactory(event=event, user=person, permissions=permissions)

    with pytest.raises(REFUSED):
        upload(event, person)

    with everything():
        assert not MediaAsset.objects.exists()


def test_the_media_team_uploads():
    member = EventTeamMemberFactory(permissions=["media"])
    with everything():
        event, person = member.event, member.user

    asset = upload(event, person)

    with everything():
        assert asset.uploaded_by == person
