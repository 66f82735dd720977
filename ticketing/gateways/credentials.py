"""What organizers have agreed with providers, {gateway: {...}}, sealed in their profiles."""

from events.models import Event, OrganizerProfile


def credentials_of_event(event_id):
    """What the event's organizer has agreed; empty where it is nothing."""
    organizer = Event.objects.filter(pk=event_id).values("organizer_id")
    profile = OrganizerProfile.objects.filter(user_id__in=organizer).first()
    return profile.gateway_credentials if profile else {}


def credentials_of_organizer(slug):
    """Who has this address, and what they have agreed: (user id, credentials)."""
    profile = OrganizerProfile.objects.filter(slug=slug).first()
    return (profile.user_id, profile.gateway_credentials) if profile else (None, {})
