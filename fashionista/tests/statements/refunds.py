"""Giving back what was sold: only of the order in scope, and only there and then."""

from .writing import changed, copied

PENDING = {"status": "'pending'", "finished_at": "NULL"}

DECLINED = {
    "status": "'declined'", "answer": "'x'", "answered_at": "now()", "answered_by_id": "'{ann}'",
}  # fmt: skip

REFUSED = [
    ("ticketing.refunding", "orders", changed("orders", "guest_b", status="'refunded'", payment_status="'refunded'")),
    ("ticketing.refunding", "payments", changed("payments", "guest_payment_b", refunded="10")),
    ("ticketing.refunding", "tickets", changed("tickets", "guest_ticket_b", status="'refunded'")),
    ("ticketing.refunding", "tickets", changed("tickets", "guest_ticket_a", status="'used'", used_at="now()")),
    ("ticketing.refunding+order_a", "tickets", changed("tickets", "used_a", status="'valid'", used_at="NULL")),
    ("admin", "tickets", changed("tickets", "ticket_a", refund_id="'{refund_a}'")),
    ("ticketing.refunding", "refunds", copied("refunds", "failed_a")),
    ("ticketing.refunding", "refunds", copied("refunds", "failed_a", order_id="'{guest_b}'", **PENDING)),
    ("ticketing.refunding", "refunds", copied("refunds", "failed_a", by_id="'{bob}'", **PENDING)),
    ("ticketing.refunding", "refunds", changed("refunds", "failed_a", status="'successful'")),
    ("ticketing.refunding", "refunds", changed("refunds", "failed_b", status="'pending'")),
    ("ticketing.refunding", "refunds", changed("refunds", "failed_a", status="'pending'", amount="4")),
    ("olga", "refunds", changed("refunds", "failed_a", status="'pending'")),
    ("olga", "refund_policies", changed("refund_policies", "policy_b", hours="1")),
    ("tess", "refund_policies", copied("refund_policies", "policy_a", event_id="'{draft_a}'")),
    ("paul", "refund_policies", changed("refund_policies", "policy_a", event_id="'{shown_p}'")),
    ("olga", "refund_runs", changed("refund_runs", "refunding_a", done="3")),
    ("olga", "payments", changed("payments", "guest_payment_a", refunded="0")),
    ("ticketing.refunding", "refund_requests", copied("refund_requests", "waiting_request_a", order_id="'{guest_b}'", event_id="'{shown_b}'")),
    ("ticketing.refunding", "refund_requests", copied("refund_requests", "waiting_request_a", by_id="'{bob}'")),
    ("ticketing.refunding", "refund_requests", copied("refund_requests", "declined_request_a", order_id="'{guest_a}'", answered_by_id="'{ann}'")),
    ("ticketing.refunding", "refund_requests", changed("refund_requests", "waiting_request_a", **DECLINED | {"answered_by_id": "'{bob}'"})),
    ("ticketing.refunding", "refund_requests", changed("refund_requests", "waiting_request_b", **DECLINED)),
    ("ticketing.refunding", "refund_requests", changed("refund_requests", "waiting_request_a", amount="50", **DECLINED)),
    ("ticketing.refunding", "refund_requests", changed("refund_requests", "waiting_request_a", numbers="'{{2}}'")),
    ("ticketing.refunding+order_a", "refund_requests", changed("refund_requests", "declined_request_a", status="'withdrawn'", answer="NULL", answered_by_id="NULL")),
    ("olga", "refund_requests", changed("refund_requests", "waiting_request_a", **DECLINED)),
    ("guest", "refund_requests", changed("refund_requests", "waiting_request_a", amount="50")),
]  # fmt: skip

ALLOWED = [
    ("ticketing.refunding", "orders", changed("orders", "guest_a", status="'refunded'", payment_status="'refunded'")),
    ("ticketing.refunding", "payments", changed("payments", "guest_payment_a", refunded="10")),
    ("ticketing.refunding", "tickets", changed("tickets", "guest_ticket_a", status="'refunded'", refund_id="'{failed_a}'")),
    ("ticketing.refunding+order_a", "tickets", changed("tickets", "used_a", status="'refunded'", used_at="NULL")),
    ("ticketing.refunding", "refunds", copied("refunds", "failed_a", by_id="'{ann}'", **PENDING)),
    ("ticketing.refunding", "refunds", changed("refunds", "failed_a", status="'pending'", finished_at="NULL")),
    ("ticketing.refunding", "refund_requests", changed("refund_requests", "waiting_request_a", **DECLINED)),
    ("ticketing.refunding", "refund_requests", changed("refund_requests", "waiting_request_a", status="'withdrawn'", answered_at="now()")),
]  # fmt: skip

BROKEN = {
    "payments_never_over_refunded": changed("payments", "payment_a", refunded="amount + 0.01"),
    "refund_policies_event_id_key": copied("refund_policies", "policy_a"),
    "refund_policies_fee_fixed": changed("refund_policies", "policy_a", fee_fixed="-1"),
    "refund_policies_fee_percent": changed("refund_policies", "policy_a", fee_percent="100.01"),
    "refund_policies_hours": changed("refund_policies", "policy_a", hours="8761"),
    "refund_requests_agrees_on_event_order": changed("refund_requests", "waiting_request_a", event_id="'{shown_b}'"),
    "refund_requests_amount": changed("refund_requests", "waiting_request_a", amount="-1"),
    "refund_requests_one_open": copied("refund_requests", "waiting_request_a"),
    "refund_requests_some_tickets": changed("refund_requests", "waiting_request_a", numbers="'{{}}'"),
    "refund_requests_status_is_stamped": changed("refund_requests", "waiting_request_a", status="'approved'"),
    "refund_runs_adds_up": changed("refund_runs", "refunding_a", failed="3"),
    "refund_runs_event_id_key": copied("refund_runs", "refunding_a"),
    "refunds_reason_known": changed("refunds", "refund_a", reason="'mood'"),
    "sandbox_refunds_amount": changed("sandbox_refunds", "returned_a", amount="0"),
    "sandbox_refunds_reference_key": copied("sandbox_refunds", "returned_a"),
    "sandbox_refunds_state_known": changed("sandbox_refunds", "returned_a", state="'maybe'"),
    "tickets_agrees_on_event_refund": changed("tickets", "ticket_a", refund_id="'{refund_b}'"),
}  # fmt: skip
