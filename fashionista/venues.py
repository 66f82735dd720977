"""The page of a venue: where it is, and what is on there."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communications.notifications import site_url
from events.linked_data import describe_venue
from events.models import EventListing, Venue
from fashionista.common.addresses import at_address
from fashionista.common.page_cache import kept_for
from fashionista.listings import LIST_SECONDS, events_of

COMING, GONE = 24, 6


@require_safe
@kept_for(LIST_SECONDS)
def venue_detail(request, slug):
    venue = at_address(Venue.objects.all(), slug)
    if venue.slug != slug:
        return redirect("events:venue_detail", venue.slug, permanent=True)
    now = timezone.now()
    here = EventListing.objects.filter(event__venue=venue)
    page_url = site_url(reverse("events:venue_detail", args=[slug]))
    context = {
        "venue": venue,
        "halls": venue.halls.order_by("-capacity", "name"),
        "now": now,
        "coming": events_of(here.upcoming(now).order_by("start_date", "pk")[:COMING], now),
        "gone": events_of(here.past(now).order_by("-start_date", "pk")[:GONE], now),
        "page_url": page_url,
        "described": describe_venue(venue, url=page_url),
    }
    return render(request, "events/venue_detail.html", context)
