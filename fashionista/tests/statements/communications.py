"""Campaigns."""

from .writing import changed, copied

REFUSED = [
    ("olga", "campaigns", changed("campaigns", "campaign_a", organizer_id="'{boris}'")),
    ("olga", "campaigns", copied("campaigns", "campaign_a", organizer_id="'{boris}'")),
    ("ann", "campaigns", copied("campaigns", "campaign_a", organizer_id="'{ann}'")),
    ("faye", "campaigns", changed("campaigns", "campaign_a", organizer_id="'{faye}'")),
    ("paul", "campaigns", changed("campaigns", "campaign_a", name="'Stolen'")),
]

ALLOWED = [
    ("paul", "campaigns", copied("campaigns", "campaign_a", organizer_id="'{paul}'")),
    ("admin", "campaigns", changed("campaigns", "campaign_a", organizer_id="'{boris}'")),
]

BROKEN = {
    "campaigns_end_after_start": changed("campaigns", "campaign_a", end_date="start_date"),
    "campaigns_status_is_stamped": changed("campaigns", "campaign_a", status="'active'"),
    "campaigns_type_known": changed("campaigns", "campaign_a", type="'fax'"),
}
