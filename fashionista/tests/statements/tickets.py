"""Tickets after the sale: whose they are."""

from .writing import changed, copied

REFUSED = [
    # A ticket changes hands by the rule only, while it is unused, and with its own order open.
    ("stan", "tickets", changed("tickets", "ticket_a", holder_email="''::bytea", status="'used'", used_at="now()")),
    ("stan", "tickets", changed("tickets", "ticket_a", passed_on_at="now()", status="'used'", used_at="now()")),
    ("stan", "tickets", changed("tickets", "ticket_a", number="9", status="'used'", used_at="now()")),
    ("admin", "tickets", changed("tickets", "ticket_a", purchase_date="now()")),
    ("admin", "tickets", changed("tickets", "ticket_a", holder_name="''::bytea")),
    ("ann", "tickets", changed("tickets", "ticket_a", holder_name="''::bytea")),
    ("ticketing.transfer", "tickets", changed("tickets", "ticket_a", holder_name="''::bytea")),
    ("ticketing.transfer+order_a", "tickets", changed("tickets", "used_a", holder_name="''::bytea")),
    ("ticketing.transfer", "tickets", changed("tickets", "guest_ticket_a", status="'used'", used_at="now()")),
    # What is on offer, only its buyer's hand says, and only a hold takes it: that in scope, and back.
    ("ann", "tickets", changed("tickets", "ticket_a", resale_since="NULL")),
    ("admin", "tickets", changed("tickets", "used_a", resale_since="now()")),
    ("stan", "tickets", changed("tickets", "ticket_a", resale_since="NULL", status="'used'", used_at="now()")),
    ("stan", "tickets", changed("tickets", "ticket_a", resale_order_id="'{held_a}'", status="'used'", used_at="now()")),
    ("admin", "tickets", changed("tickets", "ticket_a", resale_order_id="'{held_a}'")),
    ("ticketing.transfer+order_a", "tickets", changed("tickets", "ticket_a", resale_order_id="'{order_a}'")),
    ("ticketing.resale+held_a", "tickets", changed("tickets", "guest_ticket_a", resale_order_id="'{held_a}'")),
    ("ticketing.resale+held_a", "tickets", changed("tickets", "ticket_a", resale_order_id="'{guest_a}'")),
    ("ticketing.resale+held_a", "tickets", changed("tickets", "ticket_a", resale_order_id="'{held_a}'", resale_since="NULL")),
    # An undoing takes an admission back once, and changes nothing else of it; others' doors are theirs.
    ("stan", "tickets", changed("tickets", "used_a", status="'cancelled'", used_at="NULL")),
    ("sue", "tickets", changed("tickets", "used_a", status="'valid'", used_at="NULL")),
    ("tess", "tickets", changed("tickets", "used_a", status="'valid'", used_at="NULL")),
    ("stan", "check_ins", changed("check_ins", "left_a", undone_at="now()")),
    ("admin", "check_ins", changed("check_ins", "left_a", undone_at="now()")),
    ("sue", "check_ins", changed("check_ins", "scan_a", undone_at="now()")),
    ("stan", "check_ins", changed("check_ins", "scan_a", undone_at="now()", by_id="'{olga}'")),
    ("stan", "check_ins", changed("check_ins", "scan_a", undone_at="now()", visit="'x'")),
    ("admin", "check_ins", changed("check_ins", "scan_a", undone_at="now()", created_at="now()")),
    ("stan", "gates", changed("gates", "gate_a", name="'Mine'")),
    ("paul", "gates", changed("gates", "gate_a", event_id="'{shown_b}'")),
    # What was done is written down as whoever did it, for this ticket's order.
    ("ticketing.transfer", "ticket_changes", copied("ticket_changes", "passed_on_a", by_id="'{bob}'", old_code_index="'x'")),
    ("ticketing.transfer", "ticket_changes", copied("ticket_changes", "corrected_b")),
    ("ann", "ticket_changes", copied("ticket_changes", "corrected_a")),
    ("olga", "ticket_changes", copied("ticket_changes", "corrected_a", by_id="'{olga}'")),
    ("admin", "ticket_changes", changed("ticket_changes", "corrected_a", by_id="NULL")),
]  # fmt: skip

ALLOWED = [
    ("ticketing.transfer", "tickets", changed("tickets", "guest_ticket_a", resale_since="now()")),
    ("ticketing.resale+held_a", "tickets", changed("tickets", "ticket_a", resale_order_id="'{held_a}'")),
    ("stan", "tickets", changed("tickets", "used_a", status="'valid'", used_at="NULL")),
    ("stan", "check_ins", changed("check_ins", "scan_a", undone_at="now()")),
    ("admin", "check_ins", changed("check_ins", "scan_b", undone_at="now()")),
    ("paul", "gates", changed("gates", "gate_a", name="'South'")),
    ("ticketing.transfer", "tickets", changed("tickets", "guest_ticket_a", holder_name="''::bytea", user_id="NULL")),
    ("ticketing.transfer", "ticket_changes", copied("ticket_changes", "passed_on_a", by_id="'{ann}'", old_code_index="'x'")),
]  # fmt: skip

BROKEN = {
    "check_ins_agrees_on_event_gate": changed("check_ins", "left_a", gate_id="'{gate_b}'"),
    "check_ins_leave_once": copied("check_ins", "left_a", nonce="gen_random_uuid()"),
    "check_ins_undone_was_admitted": changed("check_ins", "left_a", undone_at="now()"),
    "gates_name_once": copied("gates", "gate_a"),
    "ticket_types_entry_policy_known": changed("ticket_types", "seat_a", entry_policy="'never'"),
    "order_lines_from_resale": changed("order_lines", "line_a", from_resale="quantity + 1"),
    "tickets_agrees_on_event_resale_order": changed("tickets", "ticket_a", resale_order_id="'{held_b}'"),
    "tickets_resold_was_offered": changed("tickets", "used_a", resale_order_id="'{held_a}'"),
    "tickets_passed_on_to_somebody": changed("tickets", "ticket_a", passed_on_at="now()"),
    "ticket_changes_agrees_on_event_order": changed("ticket_changes", "corrected_a", order_id="'{order_b}'"),
    "ticket_changes_agrees_on_event_ticket": changed("ticket_changes", "corrected_a", ticket_id="'{ticket_b}'"),
    "ticket_changes_old_code_index_key": copied("ticket_changes", "passed_on_a"),
    "ticket_changes_passed_on_ends_a_code": changed("ticket_changes", "corrected_a", kind="'transferred'"),
}  # fmt: skip
