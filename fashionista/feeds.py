"""What calendars and search engines read: feeds of events, the sitemap, robots.txt."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communications.notifications import site_url
from events.calendars import calendar_of
from events.filters import EventFilter
from events.models import Event
from fashionista.common.identity import for_nobody

MOST = 500  # events in one feed
# What is nobody's to find: personal pages, desks, doors, machines.
PRIVATE = [
    "/account/", "/admin/", "/checkin/", "/dev/", "/orders/", "/pay/", "/staff/", "/tickets/",
    "/webhooks/",
]  # fmt: skip


def page_of(event):
    """The full address of an event's page."""
    return site_url(reverse("events:event_detail", args=[event.slug]))


@require_safe
def event_calendar(request, slug):
    event = get_object_or_404(Event.objects.select_related("venue"), slug=slug)
    return _calendar(calendar_of([event], url_of=page_of), slug)


@require_safe
@for_nobody
def list_calendar(request):
    """What the list shows, with the same filters, as a feed that a calendar subscribes to."""
    now = timezone.now()
    upcoming = Event.objects.listed().upcoming(now).select_related("venue")
    cities = upcoming.order_by("venue__city").values_list("venue__city", flat=True).distinct()
    chosen = EventFilter(request.GET, queryset=upcoming, cities=list(cities))
    events = chosen.qs.order_by("start_date", "pk")[:MOST]
    named = ", ".join([*request.GET.getlist("city"), _("Fashionista Portal")])
    return _calendar(calendar_of(events, url_of=page_of, name=named), "events")


def _calendar(content, name):
    response = HttpResponse(content, content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


class Pages(Sitemap):
    def items(self):
        return ["home", "events:event_list", "events:this_month"]

    def location(self, name):
        return reverse(name)


class Events(Sitemap):
    limit = 10_000

    def items(self):
        return Event.objects.listed().order_by("-start_date", "pk")

    def location(self, event):
        return reverse("events:event_detail", args=[event.slug])

    def lastmod(self, event):
        return event.updated_at


@require_safe
@for_nobody
def sitemap(request):
    return sitemap_views.sitemap(request, {"pages": Pages, "events": Events})


@require_safe
@for_nobody
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {site_url(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
