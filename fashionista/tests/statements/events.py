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
    # Nobody asks others onto a team that is not theirs, nor gives more than they were asked to.
    ("olga", "team_invitations", copied("team_invitations", "invited_a", organizer_id="'{boris}'")),
    ("olga", "team_invitations", changed("team_invitations", "invited_a", permissions="'{{finance}}'")),
    ("olga", "team_invitations", changed("team_invitations", "invited_a", accepted_at="now()")),
    ("olga", "team_invitations", changed("team_invitations", "joined_a", accepted_at="NULL", revoked_at="now()")),
    ("olga", "team_invitations", changed("team_invitations", "invited_a", revoked_at="now()", invited_by_id="'{ann}'")),
    ("boris", "team_invitations", changed("team_invitations", "invited_a", revoked_at="now()")),
    ("events.team", "team_invitations", changed("team_invitations", "invited_a", accepted_at="now()", permissions="'{{finance}}'")),
    ("events.team", "team_invitations", changed("team_invitations", "joined_a", accepted_at="now()")),
    ("events.team", "team_invitations", changed("team_invitations", "invited_a", revoked_at="now()")),
    ("events.team@tess", "event_team", copied("event_team", "team_tess", user_id="'{olga}'")),
    ("events.team@tess", "event_team", copied("event_team", "team_tess", user_id="'{rita}'")),
    ("tess", "event_restrictions", changed("event_restrictions", "limit_shown_a", capacity="1")),
]  # fmt: skip
ALLOWED = [
    ("olga", "team_invitations", changed("team_invitations", "invited_a", revoked_at="now()")),
    ("events.team", "team_invitations", changed("team_invitations", "invited_a", accepted_at="now()")),
    ("admin", "event_categories", changed("event_categories", "veils", parent_id="'{couture}'")),
    ("admin", "event_categories", changed("event_categories", "bridal", parent_id="NULL")),
    ("paul", "event_tag_assignments", copied("event_tag_assignments", "tagged_shown_a", tag_id="'{students}'")),
    ("paul", "event_restrictions", changed("event_restrictions", "limit_shown_a", capacity="60")),
]  # fmt: skip
BROKEN = {
    "team_invitations_agrees_on_organizer_event": changed("team_invitations", "invited_a", event_id="'{shown_b}'"),
    "team_invitations_one_end": changed("team_invitations", "joined_a", revoked_at="now()"),
    "team_invitations_one_open": changed("team_invitations", "joined_a", accepted_at="NULL"),
    "team_invitations_open_a_while": changed("team_invitations", "invited_a", expires_at="created_at"),
    "team_invitations_permissions_known": changed("team_invitations", "invited_a", permissions="'{{rule}}'"),
    "team_invitations_secret_hash_key": changed("team_invitations", "invited_a", secret_hash="(SELECT secret_hash FROM team_invitations WHERE id = '{invited_b}')"),
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
