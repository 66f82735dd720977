"""Pages that several apps make together: home, the list of events, an event with its ticket box."""

import uuid
from collections import Counter
from datetime import timedelta

from django.core.paginator import Paginator
from django.db import connection
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from communications.notifications import site_url
from events import linked_data
from events.filters import EventFilter
from events.models import Event
from fashionista.common.errors import DomainError
from fashionista.common.identity import order_in_scope
from fashionista.common.page_cache import kept_for, kept_refusals
from fashionista.feeds import page_of
from fashionista.listings import with_offers
from fashionista.people import designers_showing
from ticketing import checkout
from ticketing.exceptions import SoldOut
from ticketing.forms import TicketBoxForm
from ticketing.models import Order
from ticketing.offers import offers_of, summary
from ticketing.scopes import known_orders, remember

PAGE = 24
COMING_UP = 6
LIST_SECONDS = 5  # a new event, or the last place gone, shows in lists after so long at most
EVENT_SECONDS = 10
REFUSED_SECONDS = 1
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


def _upcoming(now):
    return Event.objects.listed().upcoming(now).select_related("venue").order_by("start_date", "pk")


@require_safe
@kept_for(LIST_SECONDS)
def home(request):
    now = timezone.now()
    places = list(_upcoming(now).values_list("venue__city", "type"))
    events = with_offers(_upcoming(now)[: COMING_UP + 1], now)
    lead = min(events, key=lambda event: (not event.on_sale, event.start_date <= now), default=None)
    cities, kinds = Counter(city for city, _type in places), Counter(kind for _city, kind in places)
    context = {
        "lead": lead,
        "lead_is_on": lead is not None and lead.start_date <= now,
        "coming_up": [event for event in events if event is not lead],
        "cities": [{"city": city, "count": count} for city, count in cities.most_common()],
        "kinds": [
            {"value": kind.value, "label": KIND_NAMES[kind], "count": kinds[kind], "cover": cover}
            for kind, cover in KIND_COVERS.items()
            if kinds[kind]
        ],
        "total": len(places),
        "designers": designers_showing(now),
    }
    return render(request, "home.html", context)


@require_safe
@kept_for(LIST_SECONDS)
def event_list(request):
    now = timezone.now()
    upcoming = _upcoming(now)
    cities = upcoming.order_by("venue__city").values_list("venue__city", flat=True).distinct()
    chosen = EventFilter(request.GET, queryset=upcoming, cities=list(cities))
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    page.object_list = with_offers(page.object_list, now)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "filter": chosen,
        "quick_dates": _quick_dates(request.GET, now),
        "is_filtered": any(request.GET.get(name) for name in chosen.filters),
        "querystring": query.urlencode(),
    }
    return render(request, "events/event_list.html", context)


def _quick_dates(query, now):
    """Any date, this weekend, the next seven days, thirty days: as links that keep the rest."""
    today = now.date()
    saturday = today + timedelta(days=5 - today.weekday())  # on a Sunday: yesterday
    spans = [
        (_("Any date"), "", ""),
        (_("This weekend"), saturday.isoformat(), (saturday + timedelta(days=1)).isoformat()),
        (_("Next 7 days"), today.isoformat(), (today + timedelta(days=7)).isoformat()),
        (_("Next 30 days"), today.isoformat(), (today + timedelta(days=30)).isoformat()),
    ]
    for label, first, last in spans:
        changed = query.copy()
        changed.pop("page", None)
        changed["date_from"], changed["date_to"] = first, last
        current = (query.get("date_from", ""), query.get("date_to", "")) == (first, last)
        yield {"label": label, "query": changed.urlencode(), "current": current}


def _version(slug):
    """
    Changes whenever a row changes that the page of this event shows: PostgreSQL's own row versions.

    What changes by the clock alone, such as the opening of a sale, shows within EVENT_SECONDS.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT concat_ws('.', e.xmin, v.xmin, c.xmin, o.xmin,
                   (SELECT string_agg(t.xmin::text, '.' ORDER BY t.id) FROM ticket_types t
                     WHERE t.event_id = e.id),
                   (SELECT string_agg(s.xmin::text, '.' ORDER BY s.id) FROM event_schedules s
                     WHERE s.event_id = e.id))
              FROM events e JOIN venues v ON v.id = e.venue_id
              LEFT JOIN event_capacity c ON c.event_id = e.id
              LEFT JOIN organizer_profiles o ON o.user_id = e.organizer_id
             WHERE e.slug = %s AND e.status <> 'draft'
            """,
            (slug,),
        )
        found = cursor.fetchone()
    return found and found[0]


@require_safe
@kept_for(EVENT_SECONDS, stamp=_version)
def event_detail(request, slug):
    event = _event(slug)
    now = timezone.now()
    offers = offers_of(event, at=now)
    form = TicketBoxForm(offers=offers) if _sells(event, offers) else None
    return _event_page(request, event, offers, form, now)


@require_POST
@kept_refusals(REFUSED_SECONDS)
def place_hold(request, slug):
    """The ticket box: hold the places now, in this request, and go on to the checkout."""
    event = get_object_or_404(Event, slug=slug)
    now = timezone.now()
    form = TicketBoxForm(request.POST)
    reason = _("These tickets are not on sale any more. Nothing was held.")
    if form.is_valid():
        try:
            order = checkout.place_hold(
                event,
                wanted=form.wanted(),
                order_id=uuid.uuid4(),
                buyer=request.user if request.user.is_authenticated else None,
                at=now,
            )
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
            if isinstance(refusal, SoldOut):  # to whoever came in time and lost the race
                reason = refusal.sentence
        else:
            remember(request, order.pk)
            return redirect("ticketing:order_checkout", order.pk)
    event = _event(slug)
    offers = offers_of(event, at=now)
    if not _sells(event, offers):
        return _event_page(request, event, offers, None, now, status=409, refusal=reason)
    return _event_page(request, event, offers, form, now, status=409)


def _event(slug):
    events = Event.objects.select_related("venue").with_organizer_name()
    return get_object_or_404(events, slug=slug)


def _sells(event, offers):
    return event.status == Event.Status.PUBLISHED and any(offer.is_open for offer in offers)


def _event_page(request, event, offers, form, now, *, status=200, refusal=""):
    line = summary(offers, event=event)
    if form:
        offers = [
            offer.with_field(form[form.name_of(offer)]) if form.sells(offer) else offer
            for offer in offers
        ]
    context = {
        "event": event,
        "schedule": event.schedules.order_by("position", "start_time"),
        "offers": offers,
        "form": form,
        "refusal": refusal,
        "price_from": line.price_from,
        "one_price": line.one_price,
        "places_left": line.places_left,
        "my_hold": _my_hold(request, event, now),
        "description": _linked_data(event, offers),
        "share_image": _share_image(event),
    }
    return render(request, "events/event_detail.html", context, status=status)


def _linked_data(event, offers):
    url = page_of(event)
    said = [
        linked_data.offer(
            name=offer.ticket_type.name,
            price=offer.ticket_type.price,
            currency=event.currency,
            url=f"{url}#tickets",
            is_open=offer.is_open,
            opens_at=offer.opens_at,
        )
        for offer in offers
        if offer.state != "ended"
    ]
    return linked_data.describe(event, url=url, image=_share_image(event), offers=said)


def _share_image(event):
    """What a link to the event is shown with elsewhere, as a full address."""
    return event.cover and site_url(static(f"art/cover-{event.cover}.webp"))


def _my_hold(request, event, now):
    """The hold this session has on the event, so that coming back shows it instead of losing it."""
    for order_id in known_orders(request):
        with order_in_scope(order_id):
            order = Order.objects.filter(pk=order_id, event=event).first()
            if order and order.is_held(now):
                return order
    return None
