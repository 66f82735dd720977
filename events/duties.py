"""What each permission allows, in words, and which of them one person should not hold together."""

from django.utils.translation import gettext_lazy as _

from .access import PERMISSIONS

# The name of each, and what it opens.
WORDS = {
    "view": (_("View"), _("see the events at the desk, drafts too")),
    "programme": (_("Programme"), _("write and publish events: texts, times, venue, questions")),
    "sell": (_("Sell"), _("see orders and buyers, set tickets and prices, give tickets away")),
    "refund": (_("Refund"), _("end tickets and give their money back")),
    "door": (_("Door"), _("scan tickets and let people in")),
    "staff": (_("Staff"), _("keep the crew and plan shifts")),
    "production": (_("Production"), _("plan the line-up, rehearsals and the running order")),
    "sponsors": (_("Sponsors"), _("keep sponsors, packages and their artwork")),
    "vendors": (_("Vendors"), _("book vendors and write their contracts")),
    "media": (_("Media"), _("keep pictures and galleries, and who may use them")),
    "marketing": (_("Marketing"), _("run campaigns and look after reviews")),
    "finance": (_("Finance"), _("see payments, invoices and history; approve deals and contracts")),
}  # fmt: skip

MONEY = ["sell", "refund", "finance"]
PLANNING = ["programme", "staff", "production", "sponsors", "vendors", "media", "marketing"]
PRESETS = {"planning": ["view", *PLANNING], "money": ["view", *MONEY]}


def in_order(permissions):
    """These, each once, in the order everybody lists them."""
    return [name for name in PERMISSIONS if name in permissions]


def names_of(permissions):
    return [WORDS[name][0] for name in in_order(permissions)]


def mixes_duties(permissions):
    """Whether one person would both plan and handle the money."""
    return not (set(permissions).isdisjoint(PLANNING) or set(permissions).isdisjoint(MONEY))
