"""Assets, galleries and rights."""

from .writing import changed, copied

NEW = {"url": "'new.jpg'"}

REFUSED = [
    # A row is pointed at no other file, and moved to no other event or person.
    ("olga", "media_assets", changed("media_assets", "shot_a", url="'new.jpg'")),
    ("dora", "media_assets", changed("media_assets", "sketch", event_id="'{shown_b}'")),
    ("mona", "media_assets", changed("media_assets", "raw_a", uploaded_by="'{mona}'")),
    ("dora", "media_assets", copied("media_assets", "sketch", event_id="'{shown_b}'", **NEW)),
    ("dora", "media_assets", copied("media_assets", "sketch", uploaded_by="'{dirk}'", **NEW)),
    ("olga", "media_assets", copied("media_assets", "shot_a", uploaded_by="'{stan}'", **NEW)),
    ("ann", "media_assets", changed("media_assets", "raw_a", alt_text="''")),
    ("mona", "media_assets", "DELETE FROM media_assets WHERE id = '{raw_a}'"),
    ("mila", "media_assets", changed("media_assets", "raw_b", alt_text="''")),
    ("stan", "media_assets", changed("media_assets", "raw_a", alt_text="''")),
    # Rights are given by who keeps the asset, in their own name, and only their end can move.
    ("mona", "asset_permissions", copied("asset_permissions", "ann_views", user_id="'{mona}'", permission_type="'delete'", granted_by_id="'{mona}'")),
    ("olga", "asset_permissions", copied("asset_permissions", "ann_views", user_id="'{hal}'", granted_by_id="'{stan}'")),
    ("olga", "asset_permissions", copied("asset_permissions", "ann_views", user_id="'{hal}'", asset_id="'{shot_b}'", granted_by_id="'{olga}'")),
    ("olga", "asset_permissions", changed("asset_permissions", "ann_views", permission_type="'delete'")),
    ("ann", "asset_permissions", changed("asset_permissions", "ann_views", expires_at="NULL")),
    ("stan", "asset_category_assignments", copied("asset_category_assignments", "sorted_a", category_id="'{looks}'")),
    ("olga", "asset_category_assignments", copied("asset_category_assignments", "sorted_a", asset_id="'{shot_b}'")),
    # A gallery stays at its event, with what is of its event.
    ("olga", "media_galleries", changed("media_galleries", "choice_a", event_id="'{shown_b}'")),
    ("olga", "gallery_assets", changed("gallery_assets", "chosen_a", event_id="'{shown_b}'")),
    ("admin", "asset_categories", changed("asset_categories", "looks", parent_id="'{backstage}'")),
]  # fmt: skip

ALLOWED = [
    ("olga", "media_assets", copied("media_assets", "shot_a", **NEW)),
    ("dora", "media_assets", copied("media_assets", "sketch", **NEW)),
    ("dora", "media_assets", changed("media_assets", "sketch", alt_text="''")),
    ("mona", "media_assets", changed("media_assets", "raw_a", alt_text="''")),
    ("admin", "media_assets", changed("media_assets", "sketch", url="'new.jpg'")),
    ("olga", "asset_permissions", copied("asset_permissions", "ann_views", user_id="'{hal}'", granted_by_id="'{olga}'")),
    ("olga", "asset_permissions", changed("asset_permissions", "ann_views", expires_at="'2100-01-01Z'")),
    ("dora", "asset_permissions", "DELETE FROM asset_permissions WHERE id = '{sketch_shared}'"),
    ("admin", "asset_permissions", changed("asset_permissions", "ann_views", permission_type="'edit'")),
    ("dora", "asset_category_assignments", copied("asset_category_assignments", "sketch_sorted", category_id="'{backstage}'")),
    ("admin", "asset_categories", changed("asset_categories", "backstage", parent_id="NULL")),
]  # fmt: skip

BROKEN = {
    "asset_categories_not_within_itself": changed("asset_categories", "looks", parent_id="'{looks}'"),
    "asset_categories_name_once": copied("asset_categories", "backstage", name="'BACKSTAGE'"),
    "asset_category_assignments_once": copied("asset_category_assignments", "sorted_a"),
    "media_assets_dimensions_positive": changed("media_assets", "shot_a", dimensions="'{{\"width\": 10}}'"),
    "media_assets_only_films_last": changed("media_assets", "shot_a", duration="5"),
    "media_assets_size_positive": changed("media_assets", "shot_a", file_size="0"),
    "media_assets_type_is_content": changed("media_assets", "shot_a", mime_type="'video/mp4'"),
    "media_assets_url_in_store": changed("media_assets", "shot_a", url="'a/../b.jpg'"),
    "media_assets_url_key": changed("media_assets", "shot_a", url="(SELECT url FROM media_assets WHERE id = '{shot_b}')"),
    "asset_permissions_end_after_start": changed("asset_permissions", "ann_views", expires_at="granted_at"),
    "asset_permissions_not_to_oneself": changed("asset_permissions", "ann_views", granted_by_id="user_id"),
    "asset_permissions_once": copied("asset_permissions", "ann_views"),
    "asset_permissions_type_known": changed("asset_permissions", "ann_views", permission_type="'own'"),
    "media_galleries_name_once": changed("media_galleries", "gallery_a", name="(SELECT upper(name) FROM media_galleries WHERE id = '{choice_a}')"),
    "media_galleries_slug_key": changed("media_galleries", "gallery_a", slug="(SELECT slug FROM media_galleries WHERE id = '{gallery_b}')"),
    "media_galleries_status_is_stamped": changed("media_galleries", "choice_a", status="'published'"),
    "gallery_assets_agrees_on_event_asset": changed("gallery_assets", "chosen_a", asset_id="'{raw_b}'"),
    "gallery_assets_agrees_on_event_gallery": changed("gallery_assets", "chosen_a", gallery_id="'{choice_b}'"),
    "gallery_assets_once": copied("gallery_assets", "chosen_a", order="9"),
    "gallery_assets_position_once": copied("gallery_assets", "chosen_a", asset_id="'{shot_a}'"),
}  # fmt: skip
