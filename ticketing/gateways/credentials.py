"""What organizers have agreed with providers, {gateway: {...}}, sealed in their profiles."""

from django.db.models import OuterRef, Subquery

from events.models import Event, OrganizerProfile


def credentials_of_event(event_id):
    """What the event's organizer has agreed; empty where it is nothing."""
    organizer = Event.objects.filter(pk=event_id).values("organizer_id")
    profile = OrganizerProfile.objects.filter(user_id__in=organizer).first()
    return profile.gateway_credentials if profile else {}


def with_credentials(orders):
    """Orders that bring what their organizer has agreed, for `credentials_with`."""
    profiles = OrganizerProfile.objects.filter(user=OuterRef("event__organizer"))
    return orders.annotate(
        profile_id=Subquery(profiles.values("pk")[:1]),
        gateway_credentials=Subquery(profiles.values("gateway_credentials")[:1]),
    )


def credentials_with(order):
    """The same as of its event, with no further question."""
    if order.profile_id is None:
        return {}
    sealed = order.gateway_credentials  # opens under its own row's key only
    return OrganizerProfile(pk=order.profile_id, gateway_credentials=sealed).gateway_credentials


def credentials_of_organizer(slug):
    """Who has this address, and what they have agreed: (user id, credentials)."""
    profile = OrganizerProfile.objects.filter(slug=slug).first()
    return (profile.user_id, profile.gateway_credentials) if profile else (None, {})
