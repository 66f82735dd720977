"""Codes and early prices."""

from .writing import changed, copied

REFUSED = [
    # The counters are the sale's.
    ("olga", "vouchers", changed("vouchers", "used_code_a", sold="0")),
    ("admin", "vouchers", changed("vouchers", "used_code_a", given="0")),
    ("olga", "vouchers", changed("vouchers", "kept_code_a", reserved="1")),
    ("ticketing.allotment", "vouchers", changed("vouchers", "used_code_a", sold="0")),
    ("ticketing.checkout", "vouchers", changed("vouchers", "used_code_a", code="'MINE'")),
    ("ticketing.payment", "vouchers", changed("vouchers", "used_code_a", value="100")),
    ("ticketing.sweep", "vouchers", changed("vouchers", "used_code_a", quantity="99")),
    ("ticketing.allotment", "ticket_types", changed("ticket_types", "seat_a", quantity="99")),
    ("ticketing.allotment", "event_capacity", "UPDATE event_capacity SET quantity = 99 WHERE event_id = '{shown_a}'"),
    # Of one's own events and types only.
    ("olga", "vouchers", changed("vouchers", "fresh_code_a", event_id="'{shown_b}'")),
    ("boris", "vouchers", copied("vouchers", "fresh_code_b", event_id="'{shown_a}'", code="'NEW-1'")),
    ("olga", "vouchers", copied("vouchers", "used_code_a", code="'NEW-1'")),  # with uses it never had
    # The list and its number are the rule's.
    ("olga", "ticket_types", changed("ticket_types", "full_a", waiting="0")),
    ("admin", "ticket_types", changed("ticket_types", "full_a", waiting="0")),
    ("ticketing.waiting", "ticket_types", changed("ticket_types", "seat_a", held="0")),
    ("ticketing.waiting", "waiting_list", changed("waiting_list", "waits_a", party="2")),
    ("ticketing.waiting", "waiting_list", copied("waiting_list", "offered_a", secret_index="NULL", order_id="NULL")),
    ("olga", "price_steps", changed("price_steps", "step_a", event_id="'{shown_b}'")),
]  # fmt: skip

ALLOWED = [
    ("olga", "vouchers", changed("vouchers", "fresh_code_a", value="20")),
    ("tess", "vouchers", copied("vouchers", "fresh_code_a", code="'NEW-1'")),
    ("ticketing.checkout", "vouchers", changed("vouchers", "kept_code_a", reserved="1", held="1", given="1")),
    ("ticketing.payment", "vouchers", changed("vouchers", "used_code_a", sold="3", given="6")),
    ("ticketing.sweep", "vouchers", changed("vouchers", "kept_code_a", reserved="2")),
    ("ticketing.allotment", "vouchers", changed("vouchers", "kept_code_a", reserved="2")),
    ("ticketing.allotment", "ticket_types", changed("ticket_types", "seat_a", held="2")),
    ("ticketing.waiting", "ticket_types", changed("ticket_types", "seat_a", waiting="2")),
    ("ticketing.waiting", "waiting_list", changed("waiting_list", "waits_a", status="'left'")),
    ("ticketing.allotment", "event_capacity", "UPDATE event_capacity SET held = 2 WHERE event_id = '{shown_a}'"),
    ("ticketing.checkout+new", "orders", copied("orders", "held_a", id="'{new}'", number="''", voucher_id="'{used_code_a}'")),
    ("ticketing.checkout", "orders", changed("orders", "guest_a", hold_expires_at="now()", extended_at="now()")),
]  # fmt: skip

BROKEN = {
    "order_lines_from_allotment": changed("order_lines", "line_a", from_allotment="quantity + 1"),
    "order_lines_full_price": changed("order_lines", "line_a", full_price="unit_price"),
    "orders_agrees_on_event_voucher": changed("orders", "order_a", voucher_id="'{used_code_b}'"),
    "price_steps_agrees_on_event_ticket_type": changed("price_steps", "step_a", ticket_type_id="'{seat_b}'"),
    "price_steps_end": changed("price_steps", "step_a", first_places="NULL"),
    "price_steps_price_positive": changed("price_steps", "step_a", price="-0.01"),
    "ticket_types_agrees_on_event_companion_of": changed("ticket_types", "seat_a", companion_of_id="'{seat_b}'"),
    "ticket_types_companion_of_another": changed("ticket_types", "seat_a", companion_of_id="id"),
    "ticket_types_lowest_price": changed("ticket_types", "seat_a", lowest_price="price + 0.01"),
    "ticket_types_max_per_person": changed("ticket_types", "seat_a", min_per_order="3", max_per_person="2"),
    "ticket_types_min_per_order": changed("ticket_types", "seat_a", min_per_order="max_per_order + 1", max_per_person="NULL"),
    "waiting_list_agrees_on_event_order": changed("waiting_list", "offered_a", order_id="'{order_b}'"),
    "waiting_list_agrees_on_event_ticket_type": changed("waiting_list", "waits_a", ticket_type_id="'{seat_b}'"),
    "waiting_list_offered_is_stamped": changed("waiting_list", "offered_a", offered_at="NULL"),
    "waiting_list_once": copied("waiting_list", "waits_a", secret_index="NULL"),
    "waiting_list_order_id_key": copied("waiting_list", "offered_a", secret_index="NULL"),
    "waiting_list_party": changed("waiting_list", "waits_a", party="51"),
    "waiting_list_secret_index_key": copied("waiting_list", "waits_a", email_index="NULL"),
    "waiting_list_status_known": changed("waiting_list", "waits_a", status="'gone'"),
    "vouchers_agrees_on_event_ticket_type": changed("vouchers", "fresh_code_a", ticket_type_id="'{seat_b}'"),
    "vouchers_code_is_capital": changed("vouchers", "fresh_code_a", code="'small'"),
    "vouchers_code_once": copied("vouchers", "fresh_code_a", code="'USED-A'"),
    "vouchers_end_after_start": changed("vouchers", "fresh_code_a", valid_from="now()", valid_until="now()"),
    "vouchers_kind_known": changed("vouchers", "fresh_code_a", kind="'gift'"),
    "vouchers_never_overused": changed("vouchers", "used_code_a", sold="11"),
    "vouchers_reserve_of_a_type": changed("vouchers", "fresh_code_a", reserved="1"),
    "vouchers_value_fits": changed("vouchers", "fresh_code_a", value="NULL"),
    "vouchers_within_budget": changed("vouchers", "used_code_a", budget="4"),
}  # fmt: skip
