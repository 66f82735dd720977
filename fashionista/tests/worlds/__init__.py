"""What each domain adds to the world of two rivals: a module with `furnish(world)`."""

from . import (
    events,
    industry,
    sponsorship,
)

DOMAINS = [
    events,
    industry,
    sponsorship,
]
