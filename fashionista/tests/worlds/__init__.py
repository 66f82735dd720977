"""What each domain adds to the world of two rivals: a module with `furnish(world)`."""

from . import (
    codes,
    communications,
    events,
    feedback,
    industry,
    invoices,
    media,
    payments,
    production,
    questions,
    refunds,
    slots,
    sponsorship,
    staffing,
    tickets,
    vendors,
)

DOMAINS = [  # in this order: what visitors say is of what the others have made
    communications,
    events,
    industry,
    media,
    payments,
    production,
    refunds,
    invoices,
    sponsorship,
    staffing,
    vendors,
    codes,
    slots,
    tickets,
    questions,
    feedback,
]
