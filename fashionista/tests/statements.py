"""
Statements that must fail, and some that must not: what counting rows cannot tell.

Names in braces are things of the world.
"""


def copied(table, original, /, **changes):
    """Insert a copy of a row, with these columns changed."""
    pairs = ", ".join(f"'{column}', {value}" for column, value in changes.items())
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(c) ||"
        f" jsonb_build_object({pairs}))).* FROM copies_of_{table} c"
        f" WHERE c.id = md5('{{{original}}}')::uuid"
    )


def changed(table, original, /, **changes):
    pairs = ", ".join(f"{column} = {value}" for column, value in changes.items())
    return f"UPDATE {table} SET {pairs} WHERE id = '{{{original}}}'"


ADMITTED = {"status": "'used'", "used_at": "now()"}

# Who, the table it is about, the statement. The policies and triggers let none of these through.
REFUSED = [
    # Nobody lifts themselves, or anybody else, up.
    ("ann", "users", changed("users", "ann", user_type="'admin'")),
    ("ann", "users", changed("users", "ann", status="'inactive'")),
    ("ann", "users", changed("users", "bob", full_name="''::bytea")),
    ("ivan", "users", changed("users", "ivan", status="'active'")),
    ("pat", "users", changed("users", "pat", status="'active'")),
    ("accounts.verify", "users", changed("users", "pat", user_type="'admin'")),
    ("accounts.verify", "users", changed("users", "ann", status="'inactive'")),
    ("accounts.signup", "users", copied("users", "pat", user_type="'admin'")),
    ("accounts.signup", "users", copied("users", "pat", status="'active'")),
    ("accounts.signup", "user_profiles", copied("user_profiles", "profile_of_ann", user_id="'{boris}'")),
    ("ann", "user_profiles", changed("user_profiles", "profile_of_ann", user_id="'{bob}'")),
    # Nobody takes, gives away or shares what belongs to an organizer.
    ("olga", "events", changed("events", "draft_a", organizer_id="'{boris}'")),
    ("paul", "events", changed("events", "draft_a", organizer_id="'{paul}'")),
    ("paul", "events", copied("events", "shown_p", organizer_id="'{olga}'")),
    ("paul", "venues", changed("venues", "venue_a", owner_id="'{paul}'")),
    ("olga", "venues", copied("venues", "venue_a", owner_id="'{boris}'")),
    ("faye", "organizer_profiles", changed("organizer_profiles", "profile_a", user_id="'{faye}'")),
    ("olga", "organizer_profiles", changed("organizer_profiles", "profile_a", user_id="'{stan}'")),
    ("boris", "organizer_profiles", changed("organizer_profiles", "profile_a", public_name="''")),
    ("tess", "event_team", changed("event_team", "team_tess", permissions="'{{finance}}'")),
    ("olga", "event_team", copied("event_team", "team_tess", organizer_id="'{boris}'")),
    ("olga", "event_team", copied("event_team", "team_tess", user_id="'{ann}'")),
    ("olga", "event_team", copied("event_team", "team_tess", event_id="'{draft_b}'")),
    ("paul", "event_schedules", copied("event_schedules", "act_a", event_id="'{draft_b}'")),
    # Nobody works where they were not asked, or puts a stranger on the books.
    ("olga", "staff", copied("staff", "staff_a", user_id="'{bob}'")),
    ("hal", "staff", changed("staff", "staff_a", user_id="'{hal}'")),
    ("hal", "staff", changed("staff", "staff_a", organizer_id="'{hal}'")),
    ("stan", "staff", changed("staff", "staff_a", role_id="'{stage}'")),
    ("olga", "shifts", changed("shifts", "shift_a", event_id="'{shown_b}'")),
    ("olga", "staff_assignments", changed("staff_assignments", "assignment_a", shift_id="'{shift_b}'")),
    ("olga", "staff_assignments", changed("staff_assignments", "assignment_a", staff_id="'{staff_b}'")),
    ("olga", "staff_assignments", changed("staff_assignments", "assignment_a", event_id="'{shown_b}'")),
    ("una", "staff_assignments", copied("staff_assignments", "assignment_a")),
    # Places are counted by the sale only.
    ("olga", "ticket_types", changed("ticket_types", "seat_a", held="0")),
    ("tess", "ticket_types", changed("ticket_types", "seat_a", sold="0")),
    ("admin", "ticket_types", changed("ticket_types", "seat_a", sold="0")),
    ("olga", "ticket_types", changed("ticket_types", "seat_a", event_id="'{shown_b}'")),
    ("tess", "ticket_types", copied("ticket_types", "seat_a", event_id="'{draft_a}'")),
    ("olga", "event_capacity", "UPDATE event_capacity SET held = 0 WHERE event_id = '{shown_a}'"),
    ("admin", "event_capacity", "UPDATE event_capacity SET sold = 0 WHERE event_id = '{shown_a}'"),
    # An order is its buyer's, whoever writes it.
    ("ticketing.checkout+new", "orders", copied("orders", "held_a", id="'{new}'", user_id="'{bob}'")),
    ("ticketing.checkout+new", "orders", copied("orders", "held_a", id="'{new}'", event_id="'{draft_b}'")),
    ("ticketing.checkout+new", "orders", copied("orders", "held_a")),
    ("ticketing.checkout", "orders", changed("orders", "guest_b", status="'cancelled'")),
    ("ticketing.payment", "orders", changed("orders", "guest_b", status="'refunded'")),
    ("ticketing.sweep", "orders", changed("orders", "held_a", status="'cancelled'")),
    ("ticketing.sweep", "orders", changed("orders", "guest_a", status="'expired'")),
    ("ticketing.claim", "orders", changed("orders", "order_b", user_id="'{ann}'")),
    ("ticketing.claim", "orders", changed("orders", "guest_a", user_id="'{bob}'")),
    ("ticketing.checkout", "order_lines", copied("order_lines", "line_a", order_id="'{guest_b}'")),
    ("olga", "orders", changed("orders", "guest_a", status="'refunded'")),
    ("admin", "orders", changed("orders", "guest_a", status="'refunded'")),
    ("ticketing.payment", "payments", changed("payments", "payment_b", status="'failed'")),
    ("ticketing.checkout", "payments", copied("payments", "payment_a", order_id="'{guest_b}'")),
    ("ticketing.payment", "payment_events", copied("payment_events", "news_a", payment_id="'{payment_b}'")),
    ("ticketing.payment", "refunds", copied("refunds", "refund_a", order_id="'{guest_b}'")),
    # What is made by the sale is made at its beginning: nobody starts with what others bring about.
    ("ticketing.checkout+new", "orders", copied("orders", "held_a", id="'{new}'", status="'completed'", payment_status="'paid'", completed_at="now()")),
    ("ticketing.checkout", "payments", copied("payments", "guest_payment_a", order_id="'{guest_a}'")),
    ("ticketing.payment", "refunds", copied("refunds", "refund_a", order_id="'{guest_a}'", payment_id="'{guest_payment_a}'")),
    ("ticketing.payment", "tickets", copied("tickets", "guest_ticket_a", status="'used'", used_at="now()")),
    # A ticket stays what was sold, to whom it was sold.
    ("stan", "tickets", changed("tickets", "ticket_a", user_id="'{stan}'", **ADMITTED)),
    ("stan", "tickets", changed("tickets", "ticket_a", holder_name="''::bytea", **ADMITTED)),
    ("stan", "tickets", changed("tickets", "ticket_a", qr_code="''::bytea", **ADMITTED)),
    ("stan", "tickets", changed("tickets", "ticket_a", code_index="''::bytea", **ADMITTED)),
    ("stan", "tickets", changed("tickets", "ticket_a", qr_modules="''::bytea", **ADMITTED)),
    ("stan", "tickets", changed("tickets", "ticket_a", status="'cancelled'")),
    ("stan", "tickets", changed("tickets", "used_a", status="'valid'", used_at="NULL")),
    ("olga", "tickets", changed("tickets", "used_a", status="'valid'", used_at="NULL")),
    ("stan", "tickets", changed("tickets", "ticket_b", **ADMITTED)),
    ("admin", "tickets", changed("tickets", "ticket_a", code_index="''::bytea")),
    ("admin", "tickets", changed("tickets", "ticket_a", user_id="'{bob}'")),
    ("ticketing.claim", "tickets", changed("tickets", "guest_ticket_a", user_id="'{bob}'")),
    ("ticketing.payment", "tickets", copied("tickets", "guest_ticket_a", order_id="'{guest_b}'")),
    ("ticketing.payment", "tickets", copied("tickets", "guest_ticket_a", user_id="'{bob}'")),
    ("stan", "check_ins", copied("check_ins", "scan_a", by_id="'{olga}'")),
    ("stan", "check_ins", copied("check_ins", "scan_a", event_id="'{shown_b}'")),
    ("admin", "check_ins", copied("check_ins", "scan_a")),
    ("una", "check_ins", copied("check_ins", "scan_a", by_id="'{una}'")),
    # What was said was said, by whom it was said.
    ("communications.notify", "notifications", copied("notifications", "note", status="'sent'")),
    ("ann", "notifications", changed("notifications", "note", status="'failed'")),
]  # fmt: skip

# And these change one row each.
ALLOWED = [
    ("ticketing.checkout+new", "orders", copied("orders", "held_a", id="'{new}'", number="''")),
    ("ticketing.checkout+new", "orders", copied("orders", "held_a", id="'{new}'", number="''", user_id="'{ann}'")),
    ("ticketing.claim", "orders", changed("orders", "guest_b", user_id="'{ann}'")),
    ("ticketing.claim", "tickets", changed("tickets", "guest_ticket_b", user_id="'{ann}'")),
    ("ticketing.sweep", "orders", changed("orders", "held_b", status="'expired'")),
    ("ticketing.checkout", "payments", copied("payments", "held_payment_a", order_id="'{guest_a}'", transaction_index="NULL")),
    ("ticketing.payment", "refunds", copied("refunds", "refund_a", order_id="'{guest_a}'", payment_id="'{guest_payment_a}'", status="'pending'")),
    ("ticketing.payment", "tickets", copied("tickets", "guest_ticket_a", number="2", code_index="NULL")),
    ("stan", "tickets", changed("tickets", "ticket_a", **ADMITTED)),
    ("admin", "check_ins", copied("check_ins", "scan_a", by_id="'{admin}'", nonce="gen_random_uuid()", result="'not_valid'", ticket_id="NULL")),
    ("stan", "check_ins", copied("check_ins", "scan_a", ticket_id="'{ticket_a}'", nonce="gen_random_uuid()")),
    ("admin", "events", changed("events", "draft_b", organizer_id="'{olga}'")),
    ("hal", "staff", copied("staff", "staff_a", user_id="'{olga}'")),
    ("accounts.verify", "users", changed("users", "pat", status="'active'")),
    ("communications.deliver", "notifications", changed("notifications", "note", status="'sent'", sent_at="now()")),
]  # fmt: skip

# The constraint that must refuse it, and a statement of somebody no policy binds.
BROKEN = {
    "users_email_index_key": changed("users", "ann", email_index="(SELECT email_index FROM users WHERE id = '{bob}')"),
    "users_status_known": changed("users", "ann", status="'asleep'"),
    "users_user_type_known": changed("users", "ann", user_type="'king'"),
    "user_profiles_user_id_key": changed("user_profiles", "profile_of_ann", user_id="'{bob}'"),
    "venues_capacity_positive": changed("venues", "venue_a", capacity="0"),
    "events_capacity_positive": changed("events", "shown_a", capacity="0"),
    "events_end_after_start": changed("events", "shown_a", end_date="start_date"),
    "events_slug_key": changed("events", "shown_a", slug="(SELECT slug FROM events WHERE id = '{shown_b}')"),
    "events_status_known": changed("events", "shown_a", status="'sold'"),
    "events_type_known": changed("events", "shown_a", type="'party'"),
    "event_schedules_end_after_start": changed("event_schedules", "act_a", end_time="start_time - interval '1 second'"),
    "event_team_agrees_on_organizer_event": changed("event_team", "team_tess", event_id="'{shown_b}'"),
    "event_team_not_the_owner": changed("event_team", "team_tess", user_id="'{olga}'"),
    "event_team_once": changed("event_team", "team_tess", user_id="'{paul}'", event_id="NULL"),
    "event_team_permissions_known": changed("event_team", "team_tess", permissions="'{{rule}}'"),
    "organizer_profiles_slug_key": changed("organizer_profiles", "profile_a", slug="(SELECT slug FROM organizer_profiles WHERE id = '{profile_b}')"),
    "organizer_profiles_tax_rate_percent": changed("organizer_profiles", "profile_a", default_tax_rate="100.01"),
    "organizer_profiles_user_id_key": changed("organizer_profiles", "profile_a", user_id="'{boris}'"),
    "staff_roles_name_key": changed("staff_roles", "door", name="'Stage'"),
    "staff_once_an_organizer": changed("staff", "staff_a", user_id="'{nina}'"),
    "staff_status_known": changed("staff", "staff_a", status="'asleep'"),
    "shifts_end_after_start": changed("shifts", "shift_a", end_time="start_time"),
    "shifts_need_somebody": changed("shifts", "shift_a", required_staff="0"),
    "staff_assignments_agrees_on_event_shift": changed("staff_assignments", "assignment_a", shift_id="'{shift_b}'"),
    "staff_assignments_once_a_shift": copied("staff_assignments", "assignment_a"),
    "staff_assignments_status_known": changed("staff_assignments", "assignment_a", status="'asleep'"),
    "ticket_types_max_per_order": changed("ticket_types", "seat_a", max_per_order="51"),
    "ticket_types_name_once": copied("ticket_types", "seat_a"),
    "ticket_types_never_oversold": changed("ticket_types", "seat_a", sold="quantity - held + 1"),
    "ticket_types_price_positive": changed("ticket_types", "seat_a", price="-0.01"),
    "ticket_types_sale_ends_after_start": changed("ticket_types", "seat_a", sale_start="now()", sale_end="now()"),
    "ticket_types_status_known": changed("ticket_types", "seat_a", status="'gone'"),
    "event_capacity_never_oversold": "UPDATE event_capacity SET sold = quantity - held + 1 WHERE event_id = '{shown_a}'",
    "orders_completed_is_paid": changed("orders", "held_a", status="'completed'", completed_at="now()"),
    "orders_number_key": changed("orders", "held_a", number="(SELECT number FROM orders WHERE id = '{held_b}')"),
    "orders_payment_status_known": changed("orders", "held_a", payment_status="'maybe'"),
    "orders_status_known": changed("orders", "held_a", status="'lost'"),
    "orders_total_positive": changed("orders", "held_a", total_amount="-0.01"),
    "order_lines_agrees_on_event_order": changed("order_lines", "line_a", event_id="'{shown_b}'", ticket_type_id="'{seat_b}'"),
    "order_lines_agrees_on_event_ticket_type": changed("order_lines", "line_a", ticket_type_id="'{seat_b}'"),
    "order_lines_price": changed("order_lines", "line_a", unit_price="-0.01"),
    "order_lines_quantity": changed("order_lines", "line_a", quantity="0"),
    "order_lines_type_once": copied("order_lines", "line_a"),
    "payments_agrees_on_event_order": changed("payments", "payment_a", order_id="'{order_b}'"),
    "payments_amount_positive": changed("payments", "payment_a", amount="-0.01"),
    "payments_one_open": changed("payments", "payment_a", status="'pending'", order_id="'{held_a}'"),
    "payments_status_known": changed("payments", "payment_a", status="'maybe'"),
    "payments_transaction_index_key": changed("payments", "payment_a", transaction_index="(SELECT transaction_index FROM payments WHERE id = '{payment_b}')"),
    "payment_events_agrees_on_event_payment": changed("payment_events", "news_a", payment_id="'{payment_b}'"),
    "payment_events_once": changed("payment_events", "news_a", provider_event="(SELECT provider_event FROM payment_events WHERE id = '{news_b}')"),
    "refunds_agrees_on_event_order": changed("refunds", "refund_a", order_id="'{order_b}'"),
    "refunds_agrees_on_event_payment": changed("refunds", "refund_a", payment_id="'{payment_b}'"),
    "refunds_amount_positive": changed("refunds", "refund_a", amount="0"),
    "refunds_finished_is_stamped": changed("refunds", "refund_a", finished_at="NULL"),
    "refunds_once_a_payment": copied("refunds", "refund_a"),
    "refunds_status_known": changed("refunds", "refund_a", status="'maybe'"),
    "sandbox_payments_decided_is_stamped": changed("sandbox_payments", "sandbox_a", state="'paid'"),
    "sandbox_payments_reference_key": copied("sandbox_payments", "sandbox_a"),
    "sandbox_payments_state_known": changed("sandbox_payments", "sandbox_a", state="'maybe'", decided_at="now()"),
    "tickets_agrees_on_event_order": changed("tickets", "ticket_a", order_id="'{order_b}'", number="9"),
    "tickets_agrees_on_event_ticket_type": changed("tickets", "ticket_a", ticket_type_id="'{seat_b}'"),
    "tickets_code_index_key": changed("tickets", "ticket_a", code_index="(SELECT code_index FROM tickets WHERE id = '{ticket_b}')"),
    "tickets_number_once": changed("tickets", "ticket_a", number="1"),
    "tickets_status_known": changed("tickets", "ticket_a", status="'torn'"),
    "tickets_used_is_stamped": changed("tickets", "ticket_a", status="'used'"),
    "check_ins_admit_once": copied("check_ins", "scan_a", nonce="gen_random_uuid()"),
    "check_ins_agrees_on_event_ticket": changed("check_ins", "scan_a", ticket_id="'{ticket_b}'"),
    "check_ins_name_their_ticket": changed("check_ins", "scan_a", ticket_id="NULL"),
    "check_ins_nonce_key": copied("check_ins", "scan_a", result="'already_used'"),
    "check_ins_result_known": changed("check_ins", "scan_a", result="'maybe'"),
    "notifications_sent_is_stamped": changed("notifications", "note", status="'sent'"),
    "notifications_type_known": changed("notifications", "note", type="'fax'"),
}  # fmt: skip
