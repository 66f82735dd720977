import factory

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory
from media.models import (
    AssetCategory,
    AssetCategoryAssignment,
    AssetPermission,
    GalleryAsset,
    MediaAsset,
    MediaGallery,
)


class AssetCategoryFactory(GuardedFactory):
    class Meta:
        model = AssetCategory

    name = factory.Sequence(lambda n: f"Category {n}")


class MediaAssetFactory(GuardedFactory):
    """A picture of an event, uploaded by its organizer; `event=None` with a person's own."""

    class Meta:
        model = MediaAsset

    event = factory.SubFactory(EventFactory)
    type = "image"
    url = factory.Sequence(lambda n: f"originals/{n}.jpg")
    file_size = 1000
    mime_type = "image/jpeg"
    uploaded_by = factory.SelfAttribute("event.organizer")


class AssetCategoryAssignmentFactory(GuardedFactory):
    class Meta:
        model = AssetCategoryAssignment

    asset = factory.SubFactory(MediaAssetFactory)
    category = factory.SubFactory(AssetCategoryFactory)


class AssetPermissionFactory(GuardedFactory):
    class Meta:
        model = AssetPermission

    asset = factory.SubFactory(MediaAssetFactory)
    user = factory.SubFactory(UserFactory)
    granted_by = factory.SelfAttribute("asset.uploaded_by")


class MediaGalleryFactory(GuardedFactory):
    """A draft; `published=True` for one that is shown."""

    class Meta:
        model = MediaGallery

    class Params:
        published = factory.Trait(status="published", published_at=NOON)
        archived = factory.Trait(status="archived", published_at=NOON, archived_at=NOON)

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Gallery {n}")
    slug = factory.Sequence(lambda n: f"gallery-{n}")


class GalleryAssetFactory(GuardedFactory):
    class Meta:
        model = GalleryAsset

    gallery = factory.SubFactory(MediaGalleryFactory)
    event = factory.SelfAttribute("gallery.event")
    asset = factory.SubFactory(
        MediaAssetFactory,
        event=factory.SelfAttribute("..event"),
    )
    position = factory.Sequence(lambda n: n)
