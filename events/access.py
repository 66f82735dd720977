"""Access rules in the words of events and their teams. Their circles are made in migration 0001."""

from django.db.models import BooleanField, F, Func

from fashionista.common.access import Among

# What a member of a team, or a staff role, may be allowed. One list for policies, views, admin.
PERMISSIONS = [
    "view", "programme", "sell", "refund", "door", "staff", "production", "sponsors", "vendors",
    "media", "marketing", "finance",
]  # fmt: skip


class AtMyEvents(Func):
    """Whether a row's event is one at which whoever acts may do this: for `filter()`."""

    template = "%(expressions)s = ANY ((SELECT authz.my_events(%(permission)s))::uuid[])"
    output_field = BooleanField()

    def __init__(self, field, permission):
        if permission not in PERMISSIONS:
            raise LookupError(permission)
        super().__init__(F(field), permission=f"'{permission}'")


class OfMyHouses(AtMyEvents):
    """Whether whoever acts may do this at every event of a row's organizer: for `filter()`."""

    template = "%(expressions)s = ANY ((SELECT authz.my_organizers(%(permission)s))::uuid[])"
    output_field = BooleanField()


class May(Among):
    """Those who may do this at the row's event: `May("event", "sell")`."""

    circle = "my_events"


class MayFor(Among):
    """Those who may do this at every event of the row's organizer: `MayFor("owner", "staff")`."""

    circle = "my_organizers"


class Colleague(Among):
    """Those on a team with the person: organizers see their team, a team its organizer."""

    circle = "my_colleagues"


class MyVenue(Among):
    """The venues whose programme the person makes: their own, and those of their organizers."""

    circle = "my_venues"
