"""Rows that must not be, each noticed by the invariants that speak of it and by no other."""

from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from fashionista.common.integrity import blind_spots, violations
from fashionista.common.testing import NOON

from .matrix import Keys, let_rows_disagree
from .statements.writing import changed

HOUR_AGO = "now() - interval '61 minutes'"
ONE_EVENT = "A {} and its {} are of one event."
PLACES = {"places_of_types", "places_of_events"}

# What is done to the world, and the invariants (by their files) that must notice. Where the
# database has a constraint against it, the constraint is taken away first.
BROKEN = [
    ([changed("ticket_types", "seat_a", held="2")], PLACES),
    ([changed("ticket_types", "seat_a", sold="2")], PLACES),
    (["UPDATE event_capacity SET held = 2 WHERE event_id = '{shown_a}'"], {"places_of_events"}),
    (["UPDATE event_capacity SET sold = 2 WHERE event_id = '{shown_a}'"], {"places_of_events"}),
    (["DELETE FROM event_capacity WHERE event_id = '{shown_a}'"], {"places_of_events"}),
    (
        [
            "ALTER TABLE event_capacity DROP CONSTRAINT event_capacity_never_oversold",
            "UPDATE event_capacity SET quantity = 2 WHERE event_id = '{shown_a}'",
        ],
        {"places_of_events"},
    ),
    (
        [
            "ALTER TABLE ticket_types DROP CONSTRAINT ticket_types_never_oversold",
            changed("ticket_types", "seat_a", quantity="3"),
        ],
        {"places_of_types"},
    ),
    ([changed("event_slots", "slot_a", held="2")], {"places_of_times", "places_of_events"}),
    ([changed("event_slots", "slot_a", sold="1")], {"places_of_times", "places_of_events"}),
    (
        [
            "ALTER TABLE event_slots DROP CONSTRAINT event_slots_never_oversold",
            changed("event_slots", "slot_a", quantity="0"),
        ],
        {"places_of_times"},
    ),
    ([changed("order_lines", "line_a", slot_id="'{free_slot_a}'")], {"places_of_times", "tickets"}),
    ([changed("tickets", "ticket_a", slot_id="'{free_slot_a}'")], {"tickets"}),
    ([changed("tickets", "ticket_a", slot_id="'{slot_b}'")], {
        "tickets", ONE_EVENT.format("ticket", "time")
    }),
    ([changed("order_lines", "line_a", slot_id="'{draft_slot_a}'")], {
        "places_of_times", "tickets", ONE_EVENT.format("order line", "time")
    }),
    ([changed("orders", "held_a", status="'expired'")], {"places_of_types", "places_of_times"}),
    ([changed("orders", "held_a", hold_expires_at="'2099-11-22 11:58:59Z'")], {"holds"}),
    ([changed("tickets", "ticket_a", resale_order_id="'{held_a}'")], {"resale"}),
    ([changed("tickets", "ticket_a", resale_order_id="'{late_a}'")], {"resale"}),
    (["UPDATE order_lines SET from_resale = 1 WHERE order_id = '{held_a}'"], {"resale", "places_of_types"}),
    (
        [
            changed("tickets", "ticket_a", resale_order_id="'{guest_a}'"),
            changed("order_lines", "line_a", from_resale="1"),
        ],
        {"resale"},
    ),
    ([changed("orders", "order_a", total_amount="60")], {"totals", "payments", "credit_notes"}),
    (["DELETE FROM order_lines WHERE id = '{line_a}'"], {
        "totals", "tickets", "places_of_types", "vouchers"
    }),
    ([changed("ticket_types", "seat_a", waiting="2")], {"waiting"}),
    ([changed("waiting_list", "offered_a", party="2")], {"waiting"}),
    ([changed("vouchers", "used_code_a", sold="2")], {"vouchers"}),
    ([changed("vouchers", "fresh_code_a", given="1")], {"vouchers"}),
    ([changed("vouchers", "kept_code_a", reserved="1")], {"places_of_types"}),
    ([changed("payments", "payment_a", amount="49")], {"payments"}),
    ([changed("payments", "payment_a", currency="'USD'")], {"payments"}),
    ([changed("payments", "payment_a", status="'failed'")], {"payments"}),
    ([changed("payments", "held_payment_a", status="'successful'")], {"payments"}),
    ([changed("orders", "late_a", payment_status="'paid'")], {"payments"}),
    ([changed("refunds", "refund_a", reason="'organizer'")], {"payments"}),
    ([changed("payments", "late_payment_a", refunded="24")], {"refunds"}),
    ([changed("tickets", "ticket_a", status="'refunded'")], {"places_of_types"}),
    ([changed("refund_requests", "declined_request_a", numbers="'{{1,9}}'")], {"refund_requests"}),
    ([changed("refund_requests", "waiting_request_a", order_id="'{held_a}'")], {"refund_requests"}),
    ([changed("refund_runs", "refunding_a", finished_at="now()", failed="0"), changed("orders", "guest_a", completed_at="now() - interval '1 hour'")], {"refund_runs"}),
    ([changed("tickets", "guest_ticket_a", refund_id="'{failed_a}'")], {"refunded_tickets"}),
    ([changed("tickets", "ticket_a", status="'refunded'", refund_id="'{failed_a}'")], {"refunded_tickets", "places_of_types"}),
    ([changed("orders", "guest_a", status="'refunded'", payment_status="'refunded'")], {"tickets", "places_of_types"}),
    ([changed("invoice_counters", "counter_a", last="3")], {"invoices"}),
    (["DELETE FROM invoices WHERE id = '{invoice_a}'"], {"invoices"}),
    ([changed("invoices", "invoice_a", vat="'[]'")], {"invoices"}),
    ([changed("invoices", "credit_note_a", corrects_id="'{invoice_a}'")], {"credit_notes"}),
    ([changed("invoices", "invoice_a", currency="'USD'")], {"credit_notes"}),
    ([changed("refunds", "refund_a", amount="26")], {"refunds"}),
    ([changed("refunds", "refund_a", order_id="'{order_a}'")], {"refunds"}),
    ([changed("payments", "late_payment_a", status="'failed'")], {"refunds"}),
    (["DELETE FROM tickets WHERE id = '{ticket_a}'"], {"tickets"}),
    ([changed("tickets", "ticket_a", status="'cancelled'")], {"tickets"}),
    ([changed("tickets", "ticket_a", order_id="'{held_a}'")], {"tickets"}),
    ([changed("tickets", "ticket_a", ticket_type_id="'{secret_a}'")], {
        "tickets", ONE_EVENT.format("ticket", "ticket type")
    }),
    ([changed("tickets", "ticket_a", code_index="NULL")], {"codes"}),
    (
        [
            "ALTER TABLE tickets DROP CONSTRAINT tickets_code_index_key",
            changed("tickets", "ticket_a", code_index="(SELECT code_index FROM tickets WHERE id = '{ticket_b}')"),
        ],
        {"codes"},
    ),
    ([changed("tickets", "ticket_a", purchase_date=HOUR_AGO)], {"issuing"}),
    ([changed("tickets", "ticket_a", status="'used'", used_at="now()")], {"admissions"}),
    ([changed("tickets", "used_a", status="'valid'", used_at="NULL")], {"admissions"}),
    (["DELETE FROM check_ins WHERE id = '{scan_a}'"], {"admissions", "passages"}),
    ([changed("check_ins", "left_a", visit="'9'")], {"passages"}),
    ([changed("tickets", "guest_ticket_a", passed_on_at="NULL")], {"passed_on"}),
    (["DELETE FROM ticket_changes WHERE id = '{passed_on_a}'"], {"passed_on"}),
    ([changed("notifications", "note", created_at=HOUR_AGO)], {"delivery"}),
    ([changed("staff", "staff_a", organizer_id="'{boris}'")], {"crews"}),
    ([changed("staff_assignments", "assignment_a", shift_id="'{shift_b}'", slot="2")], {
        ONE_EVENT.format("assignment", "shift")
    }),
    ([changed("order_lines", "line_a", ticket_type_id="'{secret_a}'")], {
        "places_of_types", "tickets", ONE_EVENT.format("order line", "ticket type")
    }),
    ([changed("payments", "payment_a", event_id="'{shown_b}'")], {
        ONE_EVENT.format("payment", "order"), ONE_EVENT.format("provider event", "payment")
    }),
    ([changed("check_ins", "scan_a", event_id="'{shown_b}'")], {
        ONE_EVENT.format("scan", "ticket")
    }),
    ([changed("gallery_assets", "chosen_a", asset_id="'{raw_b}'")], {
        ONE_EVENT.format("entry of a gallery", "asset")
    }),
    ([changed("show_lineup", "planned_a", segment_id="'{opening_a}'")], {
        ONE_EVENT.format("look", "segment")
    }),
    (["INSERT INTO outbox (kind, target, attempts, due_at, created_at) VALUES ('x', gen_random_uuid(), 0, now() - interval '11 minutes', now())"], {"outbox"}),
    (["INSERT INTO outbox (kind, target, attempts, due_at, created_at) VALUES ('x', gen_random_uuid(), 9, now(), now())"], {"outbox"}),
    ([changed("sponsorship_packages", "package_a", taken="2")], {"packages"}),
    (
        [changed("event_sponsorships", "deal_a", status="'cancelled'", cancelled_at="now()")],
        {"packages"},
    ),
    (
        [changed("vendor_contracts", "contract_a", status="'cancelled'", cancelled_at="now()")],
        {"bookings"},
    ),
]  # fmt: skip


FILES = {
    file.read_text().partition("\n")[0].removeprefix("-- "): file.stem
    for config in apps.get_app_configs()
    for file in Path(config.path).glob("sql/integrity/*.sql")
}


def noticed(at=NOON):
    return {FILES.get(broken.invariant, broken.invariant) for broken in violations(at)}


def test_each_broken_row_is_noticed_by_its_invariants_and_no_other(owners_world):
    found = []
    with connection.cursor() as cursor:
        let_rows_disagree(cursor)
        for statements, _ in BROKEN:
            point = transaction.savepoint()
            for sql in statements:
                cursor.execute(sql.format_map(Keys(owners_world)))
            found.append((statements, noticed()))
            transaction.savepoint_rollback(point)

    assert found == BROKEN


def test_every_invariant_is_broken_by_some_statement():
    tried = set().union(*(names for _, names in BROKEN))

    assert set(FILES.values()) <= tried
    assert len(FILES) == len(set(FILES.values()))


def test_a_policy_that_hides_rows_from_the_check_is_noticed(owners_world):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        before = blind_spots()
        cursor.execute("DROP POLICY notifications_system_common_integrity_select ON notifications")
        blind = blind_spots()

    assert before == []
    assert noticed() == set()  # nothing is seen, so nothing is wrong: this is why
    assert [violation.row for violation in blind] == [{"table": "notifications"}]
