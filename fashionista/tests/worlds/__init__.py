"""What each domain adds to the world of two rivals: a module with `furnish(world)`."""

from . import communications, feedback, media

DOMAINS = [
    communications,
    feedback,
    media,
]
