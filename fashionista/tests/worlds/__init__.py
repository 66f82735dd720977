"""What each domain adds to the world of two rivals: a module with `furnish(world)`."""

from . import (
    events,
    industry,
    production,
)

DOMAINS = [
    events,
    industry,
    production,
]
