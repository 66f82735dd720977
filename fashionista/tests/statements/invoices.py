"""Documents: made once, by the system that issues, numbered by a counter nobody else counts."""

from .writing import changed, copied

AGAIN = {"number": "'000009'", "sequence": "9"}

REFUSED = [
    # Nobody changes what was issued, nor takes it away.
    *[
        (who, "invoices", changed("invoices", "guest_invoice_a", total="1"))
        for who in ("olga", "admin", "ticketing.issue", "ticketing.refunding")
    ],
    *[
        (who, "invoices", "DELETE FROM invoices WHERE id = '{guest_invoice_a}'")
        for who in ("olga", "admin", "ticketing.issue")
    ],
    ("olga", "invoices", copied("invoices", "invoice_a", **AGAIN)),
    ("admin", "invoices", copied("invoices", "invoice_a", **AGAIN)),
    # Of the order in scope only, and on the books of its own organizer.
    ("ticketing.issue@boris+order_a", "invoices", copied("invoices", "invoice_b", **AGAIN)),
    ("ticketing.issue@olga+late_a", "invoices", copied("invoices", "invoice_a", order_id="'{held_a}'", **AGAIN)),
    ("ticketing.issue@boris+late_a", "invoices", copied("invoices", "invoice_a", order_id="'{late_a}'", **AGAIN)),
    ("ticketing.issue", "invoices", copied("invoices", "guest_invoice_a", organizer_id="'{boris}'", **AGAIN)),
    ("ticketing.issue", "invoices", copied("invoices", "credit_note_a", refund_id="'{failed_b}'", **AGAIN)),
    # The count is the system's.
    ("olga", "invoice_counters", changed("invoice_counters", "counter_a", last="0")),
    ("admin", "invoice_counters", changed("invoice_counters", "counter_a", last="0")),
    ("ticketing.issue", "invoice_counters", changed("invoice_counters", "counter_a", kind="'credit_note'")),
    ("ticketing.issue", "invoice_counters", "DELETE FROM invoice_counters WHERE id = '{counter_a}'"),
    ("ticketing.checkout", "orders", changed("orders", "guest_b", billing="NULL")),
]  # fmt: skip

ALLOWED = [
    ("ticketing.issue@olga+late_a", "invoices", copied("invoices", "invoice_a", order_id="'{late_a}'", **AGAIN)),
    ("ticketing.issue@paul", "invoice_counters", copied("invoice_counters", "counter_a", organizer_id="'{paul}'")),
    ("ticketing.issue", "invoice_counters", changed("invoice_counters", "counter_a", last="3")),
    ("ticketing.checkout", "orders", changed("orders", "guest_a", billing="buyer_name")),
]  # fmt: skip

BROKEN = {
    "invoice_counters_kind_known": changed("invoice_counters", "counter_a", kind="'receipt'"),
    "invoice_counters_series_once": copied("invoice_counters", "counter_a"),
    "invoices_agrees_on_event_corrects": changed("invoices", "credit_note_a", corrects_id="'{guest_invoice_b}'"),
    "invoices_agrees_on_event_order": changed("invoices", "invoice_a", order_id="'{order_b}'", kind="'credit_note'", refund_id="'{refund_a}'", corrects_id="'{guest_invoice_a}'", sequence="9"),
    "invoices_agrees_on_event_refund": changed("invoices", "credit_note_a", refund_id="'{refund_b}'"),
    "invoices_agrees_on_organizer_event": changed("invoices", "invoice_a", organizer_id="'{boris}'", **AGAIN),
    "invoices_kind_known": changed("invoices", "invoice_a", kind="'credit_note'", sequence="9"),
    "invoices_number": changed("invoices", "invoice_a", number="'1'"),
    "invoices_number_once": changed("invoices", "invoice_a", number="'000002'"),
    "invoices_one_for_an_order": copied("invoices", "invoice_a", **AGAIN),
    "invoices_refund_id_key": copied("invoices", "credit_note_a", **AGAIN),
    "invoices_sequence": changed("invoices", "invoice_a", sequence="0"),
    "invoices_sequence_once": changed("invoices", "invoice_a", sequence="2"),
    "invoices_total_positive": changed("invoices", "invoice_a", total="0"),
    "order_lines_vat_rate": changed("order_lines", "line_a", vat_rate="100.01"),
    "organizer_profiles_invoice_prefix": changed("organizer_profiles", "profile_a", invoice_prefix="'small'"),
    "ticket_types_vat_of_chosen_price": changed("ticket_types", "seat_a", vat_on_top="true", lowest_price="1"),
    "ticket_types_vat_rate": changed("ticket_types", "seat_a", vat_rate="-0.01"),
}  # fmt: skip
