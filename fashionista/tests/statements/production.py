"""Who and what an event shows."""

from .writing import changed, copied

REFUSED = [
    ("olga", "event_designers", copied("event_designers", "shows_shown_a", event_id="'{shown_b}'")),
    ("olga", "event_collections", changed("event_collections", "looks_shown_a", collection_id="'{draft_collection_a}'")),
    ("olga", "event_collections", changed("event_collections", "looks_shown_a", collection_id="'{archived_collection_b}'")),
    ("olga", "event_models", copied("event_models", "walks_shown_a", model_id="'{model_b}'")),
    ("dora", "event_collections", copied("event_collections", "looks_shown_a", collection_id="'{draft_collection_a}'")),
]  # fmt: skip
ALLOWED = [
    ("olga", "event_designers", copied("event_designers", "shows_shown_a", designer_id="'{designer_b}'")),
    ("boris", "event_models", copied("event_models", "walks_shown_b", model_id="'{model_a}'")),
]  # fmt: skip
BROKEN = {
    "event_collections_once": copied("event_collections", "looks_shown_a"),
    "event_designers_once": copied("event_designers", "shows_shown_a"),
    "event_models_once": copied("event_models", "walks_shown_a"),
}
