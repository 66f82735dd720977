"""What every list of events shows beside their names."""

from ticketing.offers import offers_of_all, summary


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
