"""Who is asked answers, once; rosters hold."""

from .writing import changed, copied

TAKEN = {
    "status": "'taken'", "taken_at": "now()",
    "agreed_start": "start_time", "agreed_end": "end_time",
}  # fmt: skip
YES = {"status": "'scheduled'", "answered_at": "now()"}
REFUSED = [
    ("stan", "staff_assignments", changed("staff_assignments", "asked_a", **YES)),
    ("staffing.answer", "staff_assignments", changed("staff_assignments", "asked_a", **YES)),
    ("staffing.answer", "staff_assignments", changed("staff_assignments", "asked_ann", status="'withdrawn'", answered_at="NULL")),
    ("staffing.answer", "staff_assignments", changed("staff_assignments", "asked_ann", **YES, role_id="'{stage}'")),
    ("stan", "shift_feeds", changed("shift_feeds", "feed_of_stan", user_id="'{sue}'")),
    ("staffing.roster", "staff_assignments", changed("staff_assignments", "asked_ann", **YES)),
    ("stan", "staff_assignments", changed("staff_assignments", "assignment_a", checked_in_at="now()")),
    ("una", "shift_swaps", changed("shift_swaps", "swap_a", **TAKEN, taken_by_id="'{nina_a}'")),
    ("una", "shift_swaps", changed("shift_swaps", "swap_a", status="'withdrawn'", decided_at="now()")),
    ("stan", "shift_swaps", changed("shift_swaps", "named_a", **TAKEN, taken_by_id="'{staff_a}'")),
    ("una", "shift_swaps", changed("shift_swaps", "taken_a", status="'approved'", decided_at="now()")),
    ("nina", "shift_swaps", changed("shift_swaps", "taken_a", status="'approved'", decided_at="now()")),
    ("sue", "shift_swaps", changed("shift_swaps", "swap_a", **TAKEN, taken_by_id="'{staff_b}'")),
    ("hal", "shift_templates", changed("shift_templates", "day_a", organizer_id="'{hal}'")),
    ("hal", "shifts", changed("shifts", "shift_a", event_id="'{draft_b}'")),
]  # fmt: skip
ALLOWED = [
    ("nina", "shift_swaps", changed("shift_swaps", "named_a", status="'declined'", decided_at="now()")),
    ("una", "shift_swaps", changed("shift_swaps", "swap_a", **TAKEN, taken_by_id="'{staff_una}'")),
    ("stan", "shift_swaps", changed("shift_swaps", "swap_a", status="'withdrawn'", decided_at="now()")),
    ("nina", "shift_swaps", changed("shift_swaps", "taken_a", status="'withdrawn'", decided_at="now()")),
    ("staffing.answer", "staff_assignments", changed("staff_assignments", "asked_ann", **YES)),
    ("hal", "shifts", changed("shifts", "shift_a", end_time="end_time + interval '1 hour'")),
]  # fmt: skip
BROKEN = {
    "shift_swaps_one_at_a_time": copied("shift_swaps", "swap_a"),
    "shift_swaps_status_is_stamped": changed("shift_swaps", "swap_a", status="'approved'"),
    "shift_swaps_between_two": changed("shift_swaps", "swap_a", to_id="'{staff_a}'"),
    "shift_swaps_copies_assignment": changed("shift_swaps", "swap_a", event_id="'{shown_b}'"),
    "shift_swaps_copies_staff": changed("shift_swaps", "swap_a", organizer_id="'{boris}'"),
    "shift_templates_once_an_organizer": copied("shift_templates", "day_a"),
    "shift_feeds_secret_hash_key": "UPDATE shift_feeds SET secret_hash = 'same'",
    "shift_feeds_user_id_key": copied("shift_feeds", "feed_of_stan", secret_hash="'other'"),
    "staff_assignments_copies_shift": changed("staff_assignments", "assignment_a", end_time="end_time + interval '1 hour'"),
    "staff_assignments_copies_staff": changed("staff_assignments", "assignment_a", user_id="'{bob}'"),
    "staff_assignments_here_while_on_it": changed("staff_assignments", "asked_a", checked_in_at="now()"),
    "staff_assignments_out_after_in": changed("staff_assignments", "assignment_a", status="'completed'", closed_at="now()", checked_in_at="now()", checked_out_at="now() - interval '1 minute'"),
    "staff_assignments_one_a_slot": changed("staff_assignments", "assignment_vic", slot="1"),
    "staff_assignments_one_place_at_a_time": changed("shifts", "morning_a", end_time="end_time + interval '8 hours'"),
    "staff_assignments_status_is_stamped": changed("staff_assignments", "assignment_a", status="'asleep'"),
    "staff_assignments_within_the_shift": changed("shifts", "shift_a", required_staff="1"),
    "staff_rates_agrees_on_organizer_staff": changed("staff_rates", "rate_a", staff_id="'{ann_p}'"),
    "staff_rates_currency": changed("staff_rates", "rate_a", currency="'eur'"),
    "staff_rates_once_a_day": copied("staff_rates", "rate_a"),
}  # fmt: skip
