"""Events in the words of schema.org, for search engines: https://schema.org/Event."""

from .models import Event

STATUS = {
    Event.Status.CANCELLED: "EventCancelled",
    Event.Status.POSTPONED: "EventPostponed",
}


def describe(event, *, url, image, offers, performers=()):
    """
    What JSON-LD says of an event. Needs its venue, and `organizer_name` as annotated.

    `offers` are dicts of schema.org's Offer: see `offer`. `performers` are public names.
    """
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": url,
        "image": [image] if image else [],
        "startDate": event.start_date.astimezone(event.zone).isoformat(),
        "endDate": event.end_date.astimezone(event.zone).isoformat(),
        "eventStatus": f"https://schema.org/{STATUS.get(event.status, 'EventScheduled')}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _place(event.venue) if event.venue else [],
        "organizer": {"@type": "Organization", "name": event.organizer_name or event.title},
        "performer": [{"@type": "Person", "name": name} for name in performers],
        "offers": offers,
    }


def offer(*, name, price, currency, url, is_open, opens_at):
    """One price. `price` is in major units; `is_open` says whether it can be bought now."""
    said = {
        "@type": "Offer",
        "name": name,
        "price": str(price),
        "priceCurrency": currency,
        "url": url,
        "availability": f"https://schema.org/{'InStock' if is_open else 'SoldOut'}",
    }
    return said | ({"validFrom": opens_at.isoformat()} if opens_at else {})


def describe_venue(venue, *, url):
    """What JSON-LD says of a venue."""
    return {"@context": "https://schema.org", "url": url} | _place(venue)


def _place(venue):
    place = {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": venue.city,
            "addressCountry": venue.country,
        },
    }
    if venue.latitude is not None:
        position = {"latitude": float(venue.latitude), "longitude": float(venue.longitude)}
        place["geo"] = {"@type": "GeoCoordinates", **position}
    return place
