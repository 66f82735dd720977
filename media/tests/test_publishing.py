"""Galleries are shown and put away by rules."""

import pytest
from django.core.exceptions import PermissionDenied

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything, stored
from media.models import MediaGallery
from media.publishing import NotDescribed, NothingToShow, archive_gallery, publish_gallery
from media.tests.factories import GalleryAssetFactory, MediaGalleryFactory


@pytest.fixture
def gallery(db):
    return GalleryAssetFactory(asset__alt_text="A look").gallery


def test_a_gallery_is_shown_put_away_and_shown_again(gallery):
    olga = gallery.event.organizer
    seen = []

    for rule in (publish_gallery, archive_gallery, publish_gallery):
        with acting_as(olga):
            rule(gallery, by=olga, at=NOON)
        now = stored(gallery)
        with acting_as(None):
            public = MediaGallery.objects.filter(pk=gallery.pk).exists()
        seen.append((now.status, now.published_at, now.archived_at, public))

    assert seen == [
        ("published", NOON, None, True),
        ("archived", NOON, NOON, False),
        ("published", NOON, None, True),
    ]
    assert str(gallery) == gallery.name


def test_an_empty_gallery_is_not_shown(db):
    gallery = MediaGalleryFactory()
    olga = gallery.event.organizer

    with acting_as(olga), pytest.raises(NothingToShow, match="Put something into the gallery"):
        publish_gallery(gallery, by=olga, at=NOON)

    assert stored(gallery).status == "draft"


def test_a_picture_without_words_is_not_shown(gallery):
    GalleryAssetFactory(gallery=gallery)
    olga = gallery.event.organizer

    with acting_as(olga), pytest.raises(NotDescribed, match="Describe each picture"):
        publish_gallery(gallery, by=olga, at=NOON)

    assert stored(gallery).status == "draft"


@pytest.mark.parametrize(
    ("rule", "before"),
    [(publish_gallery, "published"), (archive_gallery, "draft"), (archive_gallery, "archived")],
)
def test_galleries_move_where_they_may_only(gallery, rule, before):
    olga = gallery.event.organizer
    with everything():
        MediaGallery.objects.update(
            status=before,
            published_at=None if before == "draft" else NOON,
            archived_at=NOON if before == "archived" else None,
        )

    with acting_as(olga), pytest.raises(NotFromHere):
        rule(gallery, by=olga, at=NOON)

    assert stored(gallery).status == before


def test_only_the_media_team_moves_a_gallery(gallery):
    keeper = EventTeamMemberFactory(event=gallery.event, permissions=["media"]).user
    seller = EventTeamMemberFactory(event=gallery.event, permissions=["sell"]).user
    with acting_as(keeper):
        publish_gallery(gallery, by=keeper, at=NOON)

    for person in (seller, EventFactory().organizer, None):
        with acting_as(person), pytest.raises(PermissionDenied):
            archive_gallery(gallery, by=person, at=NOON)

    assert stored(gallery).status == "published"
