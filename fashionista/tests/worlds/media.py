"""Pictures in published, hidden and put-away galleries; some of them somebody else may have."""

from datetime import UTC, datetime

from media.tests.factories import (
    AssetCategoryAssignmentFactory,
    AssetCategoryFactory,
    AssetPermissionFactory,
    GalleryAssetFactory,
    MediaAssetFactory,
    MediaGalleryFactory,
)

WHILE_IT_LASTED = {
    "granted_at": datetime(2020, 1, 1, tzinfo=UTC),
    "expires_at": datetime(2020, 2, 1, tzinfo=UTC),
}
NAMED = {"filename": "Canary.jpg"}


def furnish(w):
    w.looks = AssetCategoryFactory(name="Looks")
    w.backstage = AssetCategoryFactory(name="Backstage", parent=w.looks)
    house(w, "a", helper=w.stan)
    house(w, "b", helper=w.sue)

    w.sketch = MediaAssetFactory(event=None, uploaded_by=w.dora, **NAMED)  # hers alone
    w.sketch_sorted = AssetCategoryAssignmentFactory(asset=w.sketch, category=w.looks)
    w.sketch_shared = AssetPermissionFactory(asset=w.sketch, user=w.dirk)
    w.ann_views = AssetPermissionFactory(asset=w.raw_a, user=w.ann)
    AssetPermissionFactory(asset=w.raw_b, user=w.ann, **WHILE_IT_LASTED)
    AssetPermissionFactory(asset=w.raw_a, user=w.mona, permission_type="edit")
    AssetPermissionFactory(asset=w.raw_b, user=w.mila, permission_type="delete")


def house(w, letter, *, helper):
    """The public sees one of five pictures: the one in a published gallery of the shown event."""
    shown, draft = (getattr(w, f"{name}_{letter}") for name in ("shown", "draft"))
    made = {
        "gallery": MediaGalleryFactory(event=shown, published=True),
        "choice": MediaGalleryFactory(event=shown),
        "shot": MediaAssetFactory(event=shown, alt_text="A look", **NAMED),
        "raw": MediaAssetFactory(event=shown, uploaded_by=helper, **NAMED),
    }
    made |= {
        "entry": GalleryAssetFactory(gallery=made["gallery"], asset=made["shot"], position=1),
        "chosen": GalleryAssetFactory(gallery=made["choice"], asset=made["raw"], position=1),
        "sorted": AssetCategoryAssignmentFactory(asset=made["raw"], category=w.backstage),
    }
    plans = MediaGalleryFactory(event=draft, published=True)
    GalleryAssetFactory(gallery=plans, asset=MediaAssetFactory(event=draft, **NAMED))
    GalleryAssetFactory(gallery=MediaGalleryFactory(event=shown, archived=True))
    MediaAssetFactory(event=shown, uploaded_by=helper, **NAMED)  # in no gallery
    vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})
