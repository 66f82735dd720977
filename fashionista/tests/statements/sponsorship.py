"""Sponsors, packages, deals and pictures."""

from .writing import changed, copied

REVIEWED = {"status": "'approved'", "reviewed_at": "now()"}
AGREED = {
    "status": "'active'",
    "approved_at": "now()",
    "agreed_price": "''::bytea",
    "tier": "'x'",
    "currency": "'EUR'",
    "public_name": "'x'",
}

REFUSED = [
    # Nobody takes over, or gives away, an address book.
    ("saul", "sponsors", changed("sponsors", "hopeful_a", organizer_id="'{saul}'")),
    ("boris", "sponsors", copied("sponsors", "sponsor_b", organizer_id="'{olga}'")),
    ("saul", "sponsorship_packages", changed("sponsorship_packages", "package_a", organizer_id="'{saul}'")),
    # Packages are counted by the deals.
    ("olga", "sponsorship_packages", changed("sponsorship_packages", "package_a", taken="0")),
    ("admin", "sponsorship_packages", changed("sponsorship_packages", "package_a", taken="0")),
    ("olga", "sponsorship_packages", copied("sponsorship_packages", "package_a", name="'New'")),
    ("admin", "sponsorship_packages", copied("sponsorship_packages", "package_a", name="'New'")),
    # What is agreed is agreed by the rule, once, and stays.
    ("olga", "event_sponsorships", changed("event_sponsorships", "offer_a", **AGREED)),
    ("admin", "event_sponsorships", changed("event_sponsorships", "offer_a", **AGREED)),
    ("olga", "event_sponsorships", changed("event_sponsorships", "deal_a", terms="''::bytea")),
    ("admin", "event_sponsorships", changed("event_sponsorships", "deal_a", terms="''::bytea")),
    ("olga", "event_sponsorships", changed("event_sponsorships", "deal_a", status="'cancelled'", cancelled_at="now()")),
    ("olga", "event_sponsorships", copied("event_sponsorships", "deal_a", sponsor_id="'{hopeful_a}'")),
    ("olga", "event_sponsorships", changed("event_sponsorships", "offer_a", sponsor_id="'{sponsor_b}'")),
    ("olga", "event_sponsorships", changed("event_sponsorships", "offer_a", package_id="'{package_b}'")),
    ("faye", "event_sponsorships", changed("event_sponsorships", "offer_a", terms="''::bytea")),
    # One reviews in one's own name, and once.
    ("olga", "sponsor_assets", changed("sponsor_assets", "logo_a", reviewer_id="'{saul}'", **REVIEWED)),
    ("admin", "sponsor_assets", changed("sponsor_assets", "logo_a", reviewer_id="'{saul}'", **REVIEWED)),
    ("olga", "sponsor_assets", changed("sponsor_assets", "banner_a", reviewer_id="'{olga}'", **REVIEWED)),
    ("olga", "sponsor_assets", changed("sponsor_assets", "logo_a", sponsor_id="'{sponsor_b}'")),
]  # fmt: skip

ALLOWED = [
    ("sara", "event_sponsorships", changed("event_sponsorships", "offer_a", terms="''::bytea")),
    ("olga", "sponsorship_packages", changed("sponsorship_packages", "package_a", price="1")),
    ("olga", "sponsorship_packages", copied("sponsorship_packages", "package_a", name="'New'", taken="0")),
    ("admin", "sponsorship_packages", copied("sponsorship_packages", "package_a", name="'New'", taken="0")),
    ("saul", "sponsor_assets", changed("sponsor_assets", "logo_a", reviewer_id="'{saul}'", **REVIEWED)),
    ("admin", "sponsor_assets", changed("sponsor_assets", "logo_a", reviewer_id="'{admin}'", **REVIEWED)),
    ("sponsorship.deals", "event_sponsorships", changed("event_sponsorships", "offer_a", **AGREED)),
    ("sponsorship.deals", "sponsorship_packages", changed("sponsorship_packages", "package_a", taken="2")),
]  # fmt: skip

BROKEN = {
    "sponsors_are_named": changed("sponsors", "sponsor_a", name="''"),
    "sponsors_name_once": changed("sponsors", "sponsor_a", name="upper((SELECT name FROM sponsors WHERE id = '{hopeful_a}'))"),
    "sponsors_status_known": changed("sponsors", "sponsor_a", status="'asleep'"),
    "sponsorship_packages_currency": changed("sponsorship_packages", "package_a", currency="'eur'"),
    "sponsorship_packages_name_once": copied("sponsorship_packages", "package_a", name="upper((SELECT name FROM sponsorship_packages WHERE id = '{package_a}'))"),
    "sponsorship_packages_never_oversold": changed("sponsorship_packages", "package_a", taken="3"),
    "sponsorship_packages_price_positive": changed("sponsorship_packages", "package_a", price="-0.01"),
    "event_sponsorships_agrees_on_organizer_event": changed("event_sponsorships", "offer_a", event_id="'{shown_b}'"),
    "event_sponsorships_agrees_on_organizer_package": changed("event_sponsorships", "offer_a", package_id="'{package_b}'"),
    "event_sponsorships_agrees_on_organizer_sponsor": changed("event_sponsorships", "offer_a", sponsor_id="'{sponsor_b}'"),
    "event_sponsorships_approved_is_agreed": changed("event_sponsorships", "deal_a", agreed_price="NULL"),
    "event_sponsorships_approved_is_stamped": changed("event_sponsorships", "deal_a", approved_at="NULL", agreed_price="NULL", tier="''"),
    "event_sponsorships_cancelled_is_stamped": changed("event_sponsorships", "offer_a", status="'cancelled'"),
    "event_sponsorships_completed_is_stamped": changed("event_sponsorships", "deal_a", status="'completed'"),
    "event_sponsorships_end_after_start": changed("event_sponsorships", "deal_a", end_date="start_date"),
    "event_sponsorships_one_live": changed("event_sponsorships", "offer_a", sponsor_id="'{sponsor_a}'"),
    "event_sponsorships_status_known": changed("event_sponsorships", "offer_a", status="'maybe'"),
    "sponsor_assets_agrees_on_organizer_sponsor": changed("sponsor_assets", "logo_a", sponsor_id="'{sponsor_b}'"),
    "sponsor_assets_rejected_for_a_reason": changed("sponsor_assets", "banner_a", reason="NULL"),
    "sponsor_assets_reviewed_is_stamped": changed("sponsor_assets", "logo_a", status="'approved'"),
    "sponsor_assets_status_known": changed("sponsor_assets", "banner_a", status="'maybe'"),
    "sponsor_assets_type_known": changed("sponsor_assets", "logo_a", type="'song'"),
}  # fmt: skip
