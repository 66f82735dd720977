"""What each domain adds to the world of two rivals: a module with `furnish(world)`."""

from . import (
    events,
    industry,
    sponsorship,
    vendors,
)

DOMAINS = [
    events,
    industry,
    sponsorship,
    vendors,
]
