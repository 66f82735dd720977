"""Who and what an event shows, in which order, and what the house needs for it."""

from .writing import changed, copied

REFUSED = [
    ("olga", "event_designers", copied("event_designers", "shows_shown_a", event_id="'{shown_b}'")),
    ("olga", "event_collections", changed("event_collections", "looks_shown_a", collection_id="'{draft_collection_a}'")),
    ("olga", "event_collections", changed("event_collections", "looks_shown_a", collection_id="'{archived_collection_b}'")),
    ("olga", "event_models", copied("event_models", "walks_shown_a", model_id="'{model_b}'")),
    ("dora", "event_collections", copied("event_collections", "looks_shown_a", collection_id="'{draft_collection_a}'")),
    # A show is run by who produces it: not by its cast, and not by rivals.
    ("boris", "runway_segments", copied("runway_segments", "opening_b", event_id="'{shown_a}'")),
    ("mona", "show_lineup", changed("show_lineup", "last_a", change="600")),
    ("dora", "show_lineup", changed("show_lineup", "look_a", notes="NULL")),
    ("dora", "runway_segments", changed("runway_segments", "finale_a", is_public="true")),
    ("olga", "show_lineup", changed("show_lineup", "last_a", segment_id="'{finale_b}'")),
    ("olga", "technical_requirements", changed("technical_requirements", "smoke_a", event_id="'{shown_b}'")),
    ("olga", "rehearsal_schedules", changed("rehearsal_schedules", "run_a", segment_id="'{finale_b}'")),
]  # fmt: skip
ALLOWED = [
    ("olga", "event_designers", copied("event_designers", "shows_shown_a", designer_id="'{designer_b}'")),
    ("boris", "event_models", copied("event_models", "walks_shown_b", model_id="'{model_a}'")),
    ("olga", "runway_segments", changed("runway_segments", "finale_a", is_public="true")),
    ("olga", "show_lineup", changed("show_lineup", "last_a", model_id="NULL")),
]  # fmt: skip
BROKEN = {
    "event_collections_once": copied("event_collections", "looks_shown_a"),
    "event_designers_once": copied("event_designers", "shows_shown_a"),
    "event_models_once": copied("event_models", "walks_shown_a"),
    "runway_segments_agrees_on_type_event": changed("events", "shown_a", type="'exhibition'"),
    "runway_segments_are_named": changed("runway_segments", "opening_a", name="''"),
    "runway_segments_length": changed("runway_segments", "opening_a", duration="14401"),
    "runway_segments_of_a_fashion_show": changed("runway_segments", "opening_a", type="'workshop'"),
    "runway_segments_position_once": changed("runway_segments", "finale_a", **{'"order"': "1"}),
    "show_lineup_agrees_on_event_segment": changed("show_lineup", "planned_a", segment_id="'{opening_a}'", **{'"order"': "9"}),
    "show_lineup_look_once": changed("show_lineup", "last_a", look_number="1"),
    "show_lineup_looks_count_from_one": changed("show_lineup", "look_a", look_number="0"),
    "show_lineup_position_once": changed("show_lineup", "uncast_a", **{'"order"': "1"}),
    "show_lineup_takes_part_collection": changed("show_lineup", "planned_a", collection_id="'{archived_collection_a}'"),
    "show_lineup_takes_part_fashion_model": changed("show_lineup", "planned_a", model_id="'{model_b}'"),
    "show_lineup_walk_takes_time": changed("show_lineup", "look_a", walk="0"),
    "show_lineup_within_an_hour": changed("show_lineup", "look_a", change="3601"),
    "technical_requirements_agrees_on_event_segment": changed("technical_requirements", "spot_a", segment_id="'{plan_a}'"),
    "technical_requirements_are_named": changed("technical_requirements", "spot_a", title="''"),
    "technical_requirements_category_known": changed("technical_requirements", "spot_a", category="'magic'"),
    "technical_requirements_once": changed("technical_requirements", "spot_a", title="'SMOKE'"),
    "technical_requirements_status_is_stamped": changed("technical_requirements", "smoke_a", status="'completed'", completed_at="now()"),
    "rehearsal_schedules_agrees_on_event_segment": changed("rehearsal_schedules", "late_run_a", segment_id="'{plan_a}'"),
    "rehearsal_schedules_end_after_start": changed("rehearsal_schedules", "run_a", end_time="start_time"),
    "rehearsal_schedules_one_at_a_place": changed("rehearsal_schedules", "late_run_a", start_time="start_time - interval '1 minute'", location="'HALL'"),
    "rehearsal_schedules_segment_is_at_one": changed("rehearsal_schedules", "run_a", segment_id="'{finale_a}'", end_time="end_time + interval '1 minute'", location="'Attic'"),
}  # fmt: skip
