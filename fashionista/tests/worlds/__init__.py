"""What each domain adds to the world of two rivals: a module with `furnish(world)`."""

from . import (
    communications,
    events,
    feedback,
    industry,
    media,
    payments,
    production,
    sponsorship,
    staffing,
    vendors,
)

DOMAINS = [  # in this order: what visitors say is of what the others have made
    communications,
    events,
    industry,
    media,
    payments,
    production,
    sponsorship,
    staffing,
    vendors,
    feedback,
]
