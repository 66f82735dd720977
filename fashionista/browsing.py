"""Home and the list of events: what is on, found by words and filters."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.filters import PAST, EventFilter
from events.models import Event, EventListing
from events.search import pages_named
from fashionista.common.page_cache import kept_for
from fashionista.listings import LIST_SECONDS, events_of
from fashionista.people import designers_showing

PAGE = 24
COMING_UP = 6
KIND_COVERS = {
    Event.Type.FASHION_SHOW: Event.Cover.RUNWAY,
    Event.Type.EXHIBITION: Event.Cover.SHIBORI,
    Event.Type.WORKSHOP: Event.Cover.THREADS,
}
KIND_NAMES = {
    Event.Type.FASHION_SHOW: gettext_lazy("Shows"),
    Event.Type.EXHIBITION: gettext_lazy("Exhibitions"),
    Event.Type.WORKSHOP: gettext_lazy("Workshops"),
}

NAMED = {  # what a name may belong to, and where its page is
    "collection": (gettext_lazy("Collection"), "industry:collection_detail"),
    "designer": (gettext_lazy("Designer"), "industry:designer_detail"),
    "model": (gettext_lazy("Model"), "industry:model_detail"),
    "venue": (gettext_lazy("Venue"), "events:venue_detail"),
}


@require_safe
@kept_for(LIST_SECONDS)
def home(request):
    now = timezone.now()
    upcoming = EventListing.objects.upcoming(now)
    events = events_of(upcoming.order_by("start_date", "pk")[: COMING_UP + 1], now)
    lead = min(events, key=lambda event: (not event.on_sale, event.start_date <= now), default=None)
    cities = upcoming.values("city").annotate(count=Count("pk")).order_by("-count", "city")
    kinds = dict(upcoming.values_list("type").annotate(Count("pk")))
    context = {
        "lead": lead,
        "lead_is_on": lead is not None and lead.start_date <= now,
        "coming_up": [event for event in events if event is not lead],
        "cities": list(cities),
        "kinds": [
            {"value": kind.value, "label": KIND_NAMES[kind], "count": kinds[kind], "cover": cover}
            for kind, cover in KIND_COVERS.items()
            if kind in kinds
        ],
        "total": sum(kinds.values()),
        "designers": designers_showing(now),
    }
    return render(request, "home.html", context)


class Found(Paginator):
    """The pages of a search, which has counted its rows already."""

    def __init__(self, search, per_page):
        super().__init__(search.found(), per_page)
        self.count = search.counts["all"].get("", 0)


@require_safe
@kept_for(LIST_SECONDS)
def event_list(request):
    now = timezone.now()
    chosen = EventFilter(request.GET, at=now)
    page = Found(chosen, PAGE).get_page(request.GET.get("page"))
    page.object_list = events_of(page.object_list, now)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "filter": chosen,
        "named": list(_named(chosen.wanted)) if chosen.wanted and page.number == 1 else [],
        "quick_dates": _quick_dates(request.GET, now),
        "querystring": query.urlencode(),
    }
    return render(request, "events/event_list.html", context)


def _named(search):
    """The people and places that the words of a search name: links with what they lead to."""
    for page in pages_named(search):
        kind, view = NAMED[page.kind]
        yield {"kind": kind, "name": page.name, "url": reverse(view, args=[page.slug])}


def _quick_dates(query, now):
    """Any date, this weekend, the next seven days, thirty days, past: links that keep the rest."""
    today = now.date()
    saturday = today + timedelta(days=5 - today.weekday())  # on a Sunday: yesterday
    spans = [
        (_("Any date"), "", "", ""),
        (_("This weekend"), saturday.isoformat(), (saturday + timedelta(days=1)).isoformat(), ""),
        (_("Next 7 days"), today.isoformat(), (today + timedelta(days=7)).isoformat(), ""),
        (_("Next 30 days"), today.isoformat(), (today + timedelta(days=30)).isoformat(), ""),
        (_("Past"), "", "", PAST),
    ]
    for label, *asked in spans:
        changed = query.copy()
        changed.pop("page", None)
        for name, value in zip(("date_from", "date_to", "when"), asked, strict=True):
            changed.pop(name, None)
            if value:
                changed[name] = value
        current = [query.get(name, "") for name in ("date_from", "date_to", "when")] == asked
        yield {"label": label, "query": changed.urlencode(), "current": current}
