"""
Statements that must fail, and some that must not: what counting rows cannot tell.

REFUSED: who, the table it is about, a statement the policies and triggers do not let through.
ALLOWED: the same, of one that changes one row.
BROKEN: the constraint that must refuse it, and a statement of somebody no policy binds.
"""

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
    spine,
    sponsorship,
    staffing,
    tickets,
    vendors,
)

DOMAINS = [
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
    spine,
    sponsorship,
    staffing,
    tickets,
    vendors,
]
REFUSED = [row for domain in DOMAINS for row in domain.REFUSED]
ALLOWED = [row for domain in DOMAINS for row in domain.ALLOWED]
BROKEN = {name: sql for domain in DOMAINS for name, sql in domain.BROKEN.items()}
