"""Tickets after the sale: whose they are."""

from .writing import changed, copied

REFUSED = [
    # A ticket changes hands by the rule only, while it is unused, and with its own order open.
    ("stan", "tickets", changed("tickets", "ticket_a", holder_email="''::bytea", status="'used'", used_at="now()")),
    ("stan", "tickets", changed("tickets", "ticket_a", passed_on_at="now()", status="'used'", used_at="now()")),
    ("admin", "tickets", changed("tickets", "ticket_a", holder_name="''::bytea")),
    ("ann", "tickets", changed("tickets", "ticket_a", holder_name="''::bytea")),
    ("ticketing.transfer", "tickets", changed("tickets", "ticket_a", holder_name="''::bytea")),
    ("ticketing.transfer+order_a", "tickets", changed("tickets", "used_a", holder_name="''::bytea")),
    ("ticketing.transfer", "tickets", changed("tickets", "guest_ticket_a", status="'used'", used_at="now()")),
    # What was done is written down as whoever did it, for this ticket's order.
    ("ticketing.transfer", "ticket_changes", copied("ticket_changes", "passed_on_a", by_id="'{bob}'", old_code_index="'x'")),
    ("ticketing.transfer", "ticket_changes", copied("ticket_changes", "corrected_b")),
    ("ann", "ticket_changes", copied("ticket_changes", "corrected_a")),
    ("olga", "ticket_changes", copied("ticket_changes", "corrected_a", by_id="'{olga}'")),
    ("admin", "ticket_changes", changed("ticket_changes", "corrected_a", by_id="NULL")),
]  # fmt: skip

ALLOWED = [
    ("ticketing.transfer", "tickets", changed("tickets", "guest_ticket_a", holder_name="''::bytea", user_id="NULL")),
    ("ticketing.transfer", "ticket_changes", copied("ticket_changes", "passed_on_a", by_id="'{ann}'", old_code_index="'x'")),
]  # fmt: skip

BROKEN = {
    "tickets_passed_on_to_somebody": changed("tickets", "ticket_a", passed_on_at="now()"),
    "ticket_changes_agrees_on_event_order": changed("ticket_changes", "corrected_a", order_id="'{order_b}'"),
    "ticket_changes_agrees_on_event_ticket": changed("ticket_changes", "corrected_a", ticket_id="'{ticket_b}'"),
    "ticket_changes_old_code_index_key": copied("ticket_changes", "passed_on_a"),
    "ticket_changes_passed_on_ends_a_code": changed("ticket_changes", "corrected_a", kind="'transferred'"),
}  # fmt: skip
