"""Where providers find the portal."""

from enum import Enum

from django.conf import settings
from django.urls import reverse


class Webhooks(Enum):
    """At which addresses a provider tells its news."""

    NONE = "none"
    ONE = "one for all"
    EACH = "one for each organizer"


def address(name, *args):
    """The whole address of a page of the sale."""
    return f"{settings.SITE_URL}{reverse(f'ticketing:{name}', args=args)}"
