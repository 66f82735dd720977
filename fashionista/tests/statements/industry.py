"""Designers, their collections, and models."""

from .writing import changed, copied

REFUSED = [
    # Nobody becomes what they are not, or lends their row to somebody else.
    ("ann", "designers", copied("designers", "designer_a", user_id="'{ann}'")),
    ("mona", "designers", copied("designers", "designer_a", user_id="'{mona}'")),
    ("ann", "models", copied("models", "model_a", user_id="'{ann}'")),
    ("dora", "models", copied("models", "model_a", user_id="'{dora}'")),
    ("dora", "designers", changed("designers", "designer_a", user_id="'{dirk}'")),
    ("mona", "models", changed("models", "model_a", user_id="'{mila}'")),
    ("dora", "designers", changed("designers", "designer_b", brand_name="''")),
    # A collection stays with its house, and in the archive.
    ("dora", "collections", changed("collections", "draft_collection_a", designer_id="'{designer_b}'")),
    ("dora", "collections", copied("collections", "draft_collection_a", designer_id="'{designer_b}'")),
    ("dora", "collections", changed("collections", "archived_collection_a", status="'published'")),
    ("dora", "collections", changed("collections", "published_collection_b", name="''")),
    ("dora", "collections", "DELETE FROM collections WHERE id = '{published_collection_a}'"),
    ("olga", "collections", changed("collections", "published_collection_a", name="''")),
]  # fmt: skip
ALLOWED = [
    ("dora", "collections", changed("collections", "draft_collection_a", status="'published'", published_at="now()")),
    ("dora", "collections", changed("collections", "published_collection_a", status="'archived'")),
    ("dora", "collections", "DELETE FROM collections WHERE id = '{draft_collection_a}'"),
    ("admin", "collections", changed("collections", "archived_collection_a", status="'published'")),
    ("mona", "models", changed("models", "model_a", is_listed="false")),
    ("mila", "models", changed("models", "model_b", is_listed="true")),
]  # fmt: skip
BROKEN = {
    "designers_brand_once": changed("designers", "designer_a", brand_name="'BRAND b'"),
    "designers_portfolio_is_https": changed("designers", "designer_a", portfolio_url="'http://brand.example'"),
    "designers_slug_key": changed("designers", "designer_a", slug="(SELECT slug FROM designers WHERE id = '{designer_b}')"),
    "designers_user_id_key": changed("designers", "designer_a", user_id="'{dirk}'"),
    "collections_name_once_a_season": changed("collections", "draft_collection_a", name="'PUBLISHED a'"),
    "collections_published_is_stamped": changed("collections", "draft_collection_a", status="'published'"),
    "collections_season_known": changed("collections", "draft_collection_a", season="'MUD'"),
    "collections_slug_once": changed("collections", "draft_collection_a", slug="(SELECT slug FROM collections WHERE id = '{published_collection_a}')"),
    "collections_status_known": changed("collections", "published_collection_a", status="'lost'"),
    "collections_year_plausible": changed("collections", "draft_collection_a", year="2101"),
    "models_portfolio_is_https": changed("models", "model_a", portfolio_url="'http://model.example'"),
    "models_slug_key": changed("models", "model_a", slug="(SELECT slug FROM models WHERE id = '{model_b}')"),
    "models_user_id_key": changed("models", "model_a", user_id="'{mila}'"),
}  # fmt: skip
