"""What each domain adds to the world of two rivals: a module with `furnish(world)`."""

from . import (
    communications,
    events,
    feedback,
    industry,
    media,
    production,
    sponsorship,
    staffing,
    vendors,
)

DOMAINS = [
    communications,
    events,
    feedback,
    industry,
    media,
    production,
    sponsorship,
    staffing,
    vendors,
]
