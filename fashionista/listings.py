"""What every list of events shows beside their names."""

from events.models import Event
from ticketing.offers import offers_of_all, summary

SHOWN = [
    "title", "slug", "summary", "type", "status", "currency", "start_date", "end_date", "thread",
    "cover", "cover_alt", "venue__name", "venue__city", "venue__timezone",
]  # fmt: skip
LIST_SECONDS = 5  # a new event, or the last place gone, shows in lists after so long at most


def events_of(listings, now):
    """The events of these listings, in their order, with what their lines say."""
    keys = list(listings.values_list("pk", flat=True))
    found = Event.objects.filter(pk__in=keys).select_related("venue").only(*SHOWN).in_bulk()
    return with_offers([found[key] for key in keys if key in found], now)


def with_offers(events, now):
    """Give each event of a list what its line says: price, places left, sold out."""
    events = list(events)
    offers = offers_of_all(events, at=now)
    for event in events:
        line = summary(offers[event.pk], event=event)
        event.price_from, event.one_price = line.price_from, line.one_price
        event.places_left = line.places_left
        event.on_sale, event.sold_out = line.on_sale, line.sold_out
    return events
