"""Vendors, services, contracts and bookings."""

from .writing import changed, copied

SIGNED = {"status": "'active'", "signed_at": "now()"}
CONFIRMED = {"status": "'confirmed'", "confirmed_at": "now()", "contract_id": "'{contract_a}'"}

REFUSED = [
    # Nobody takes over an address book, or writes a score.
    ("saul", "vendors", changed("vendors", "rated_a", organizer_id="'{saul}'")),
    ("boris", "vendors", copied("vendors", "lights_b", organizer_id="'{olga}'")),
    ("olga", "vendors", changed("vendors", "rated_a", rating="5")),
    ("admin", "vendors", changed("vendors", "rated_a", rating="5")),
    ("olga", "vendor_services", changed("vendor_services", "lamps_a", vendor_id="'{lights_b}'")),
    # What is signed is signed by the rule, and stays.
    ("olga", "vendor_contracts", changed("vendor_contracts", "draft_contract_a", vendor_id="'{rated_b}'")),
    ("olga", "vendor_contracts", changed("vendor_contracts", "draft_contract_a", **SIGNED)),
    ("admin", "vendor_contracts", changed("vendor_contracts", "draft_contract_a", **SIGNED)),
    ("olga", "vendor_contracts", changed("vendor_contracts", "contract_a", terms="''::bytea")),
    ("admin", "vendor_contracts", changed("vendor_contracts", "contract_a", terms="''::bytea")),
    ("olga", "vendor_contracts", changed("vendor_contracts", "contract_a", status="'draft'", signed_at="NULL")),
    ("faye", "vendor_contracts", changed("vendor_contracts", "draft_contract_a", terms="''::bytea")),
    # What is booked is confirmed by the rule, and stays.
    ("olga", "event_vendors", changed("event_vendors", "wish_a", **CONFIRMED)),
    ("admin", "event_vendors", changed("event_vendors", "wish_a", **CONFIRMED)),
    ("olga", "event_vendors", changed("event_vendors", "booking_a", requirements="''::bytea")),
    ("olga", "event_vendors", changed("event_vendors", "wish_a", service_id="'{desk_b}'")),
]  # fmt: skip

ALLOWED = [
    ("saul", "vendors", changed("vendors", "rated_a", name="'New'")),
    ("sara", "vendor_contracts", changed("vendor_contracts", "draft_contract_a", terms="''::bytea")),
    ("sara", "event_vendors", changed("event_vendors", "wish_a", requirements="''::bytea")),
    ("vendors.rating", "vendors", changed("vendors", "rated_a", rating="5")),
    ("vendors.hiring", "event_vendors", changed("event_vendors", "wish_a", **CONFIRMED)),
    ("vendors.hiring", "vendor_contracts", changed("vendor_contracts", "contract_a", status="'completed'", completed_at="now()")),
]  # fmt: skip

BROKEN = {
    "vendors_are_named": changed("vendors", "lights_a", name="''"),
    "vendors_do_something": changed("vendors", "lights_a", type="'{{}}'"),
    "vendors_name_once": changed("vendors", "lights_a", name="upper((SELECT name FROM vendors WHERE id = '{rated_a}'))"),
    "vendors_rating_of_five": changed("vendors", "rated_a", rating="5.01"),
    "vendors_status_known": changed("vendors", "lights_a", status="'asleep'"),
    "vendors_type_known": changed("vendors", "lights_a", type="'{{magic}}'"),
    "vendor_services_agrees_on_organizer_vendor": changed("vendor_services", "amps_a", vendor_id="'{lights_b}'"),
    "vendor_services_are_named": changed("vendor_services", "lamps_a", name="''"),
    "vendor_services_name_once": changed("vendor_services", "lamps_a", name="'DESK'"),
    "vendor_contracts_agrees_on_organizer_event": changed("vendor_contracts", "draft_contract_a", event_id="'{shown_b}'"),
    "vendor_contracts_agrees_on_organizer_vendor": changed("vendor_contracts", "draft_contract_a", vendor_id="'{lights_b}'"),
    "vendor_contracts_cancelled_is_stamped": changed("vendor_contracts", "draft_contract_a", status="'cancelled'"),
    "vendor_contracts_completed_is_stamped": changed("vendor_contracts", "contract_a", status="'completed'"),
    "vendor_contracts_end_after_start": changed("vendor_contracts", "contract_a", end_date="start_date"),
    "vendor_contracts_one_active": changed("vendor_contracts", "draft_contract_a", **SIGNED),
    "vendor_contracts_signed_is_stamped": changed("vendor_contracts", "contract_a", signed_at="NULL"),
    "vendor_contracts_status_known": changed("vendor_contracts", "contract_a", status="'maybe'"),
    "event_vendors_agrees_on_event_contract": changed("event_vendors", "booking_a", event_id="'{draft_a}'"),
    "event_vendors_agrees_on_organizer_event": changed("event_vendors", "wish_a", event_id="'{shown_b}'"),
    "event_vendors_agrees_on_organizer_vendor": changed("event_vendors", "wish_a", vendor_id="'{lights_b}'", service_id="'{lamps_b}'", status="'cancelled'", cancelled_at="now()"),
    "event_vendors_agrees_on_vendor_contract": changed("event_vendors", "booking_a", contract_id="'{loud_a}'"),
    "event_vendors_agrees_on_vendor_service": changed("event_vendors", "wish_a", service_id="'{amps_a}'"),
    "event_vendors_cancelled_is_stamped": changed("event_vendors", "wish_a", status="'cancelled'"),
    "event_vendors_completed_is_stamped": changed("event_vendors", "booking_a", status="'completed'"),
    "event_vendors_confirmed_by_contract": changed("event_vendors", "booking_a", contract_id="NULL"),
    "event_vendors_confirmed_is_stamped": changed("event_vendors", "booking_a", confirmed_at="NULL", contract_id="NULL"),
    "event_vendors_one_live": changed("event_vendors", "wish_a", service_id="'{lamps_a}'"),
    "event_vendors_status_known": changed("event_vendors", "wish_a", status="'maybe'"),
}  # fmt: skip
