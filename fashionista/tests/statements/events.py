"""What events are filed under, what they offer, whom they let in."""

from .writing import changed, copied

REFUSED = [
    ("admin", "event_categories", changed("event_categories", "couture", parent_id="'{bridal}'")),
    ("admin", "event_categories", changed("event_categories", "couture", parent_id="'{veils}'")),
    ("olga", "event_tags", changed("event_tags", "students", name="''")),
    ("paul", "event_tag_assignments", copied("event_tag_assignments", "tagged_shown_a", event_id="'{draft_b}'")),
    ("paul", "event_tag_assignments", copied("event_tag_assignments", "tagged_shown_a", event_id="'{shown_b}'")),
    ("paul", "event_amenity_assignments", copied("event_amenity_assignments", "offered_shown_a", event_id="'{draft_b}'")),
    ("paul", "event_amenity_assignments", copied("event_amenity_assignments", "offered_shown_a", event_id="'{shown_b}'")),
    ("paul", "event_restrictions", copied("event_restrictions", "adults_shown_a", event_id="'{shown_b}'")),
    ("paul", "event_restrictions", changed("event_restrictions", "limit_shown_a", event_id="'{shown_b}'")),
    ("tess", "event_restrictions", changed("event_restrictions", "limit_shown_a", capacity="1")),
]  # fmt: skip
ALLOWED = [
    ("admin", "event_categories", changed("event_categories", "veils", parent_id="'{couture}'")),
    ("admin", "event_categories", changed("event_categories", "bridal", parent_id="NULL")),
    ("paul", "event_tag_assignments", copied("event_tag_assignments", "tagged_shown_a", tag_id="'{students}'")),
    ("paul", "event_restrictions", changed("event_restrictions", "limit_shown_a", capacity="60")),
]  # fmt: skip
BROKEN = {
    "event_categories_name_once": changed("event_categories", "bridal", parent_id="NULL", name="'COUTURE'"),
    "event_categories_not_within_itself": changed("event_categories", "bridal", parent_id="id"),
    "event_categories_slug_key": changed("event_categories", "bridal", slug="(SELECT slug FROM event_categories WHERE id = '{couture}')"),
    "event_tags_name_once": changed("event_tags", "students", name="'SUSTAINABLE'"),
    "event_tags_slug_key": changed("event_tags", "students", slug="(SELECT slug FROM event_tags WHERE id = '{sustainable}')"),
    "event_tag_assignments_once": copied("event_tag_assignments", "tagged_shown_a"),
    "event_amenities_name_once": changed("event_amenities", "ramp", name="'CLOAKROOM'"),
    "event_amenity_assignments_once": copied("event_amenity_assignments", "offered_shown_a"),
    "event_restrictions_capacity_said": changed("event_restrictions", "limit_shown_a", capacity="0"),
    "event_restrictions_minimum_age_said": changed("event_restrictions", "adults_shown_a", minimum_age="NULL"),
    "event_restrictions_once_a_type": copied("event_restrictions", "adults_shown_a"),
    "event_restrictions_type_known": changed("event_restrictions", "adults_shown_a", type="'mood'", minimum_age="NULL"),
}  # fmt: skip
