"""The times of an event."""

from .writing import changed, copied

REFUSED = [
    # The counters are the sale's, and a time stays with its event.
    ("olga", "event_slots", changed("event_slots", "slot_a", held="0")),
    ("admin", "event_slots", changed("event_slots", "slot_a", sold="1")),
    ("olga", "event_slots", changed("event_slots", "free_slot_a", event_id="'{draft_a}'")),
    ("olga", "event_slots", copied("event_slots", "slot_a", name="'Noon'")),  # with places held
    ("boris", "event_slots", copied("event_slots", "free_slot_b", event_id="'{shown_a}'")),
    ("ticketing.checkout", "event_slots", changed("event_slots", "slot_a", sold="1")),
    ("ticketing.refunding", "event_slots", changed("event_slots", "slot_a", held="0")),
    # What a ticket is for, and that somebody came at another time, stays as it was.
    ("admin", "tickets", changed("tickets", "ticket_a", slot_id="'{free_slot_a}'")),
    ("stan", "check_ins", changed("check_ins", "scan_a", undone_at="now()", anyway="true")),
]  # fmt: skip

ALLOWED = [
    ("olga", "event_slots", changed("event_slots", "slot_a", quantity="30")),
    ("tess", "event_slots", copied("event_slots", "free_slot_a", name="'Noon'")),
    ("ticketing.checkout", "event_slots", changed("event_slots", "slot_a", held="2")),
    ("ticketing.payment", "event_slots", changed("event_slots", "slot_a", held="0", sold="1")),
    ("ticketing.sweep", "event_slots", changed("event_slots", "slot_a", held="0")),
    ("ticketing.refunding", "event_slots", changed("event_slots", "slot_a", sold="1")),
]  # fmt: skip

BROKEN = {
    "check_ins_anyway_is_in": changed("check_ins", "left_a", anyway="true"),
    "event_slots_end_after_start": changed("event_slots", "free_slot_a", ends_at="starts_at"),
    "event_slots_never_oversold": changed("event_slots", "free_slot_a", sold="quantity + 1"),
    "event_slots_once": copied("event_slots", "free_slot_a"),
    "order_lines_agrees_on_event_slot": changed("order_lines", "line_a", slot_id="'{slot_b}'"),
    "ticket_types_nobody_waits_for_times": changed("ticket_types", "full_a", needs_slot="true"),
    "tickets_agrees_on_event_slot": changed("tickets", "ticket_a", slot_id="'{slot_b}'"),
}
