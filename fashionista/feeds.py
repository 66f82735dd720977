"""What calendars and search engines read: feeds of events, the sitemap, robots.txt."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communications.notifications import site_url
from events.calendars import calendar_of, read_feed
from events.filters import EventFilter
from events.models import Event, EventFeed, Venue
from fashionista.common.identity import for_nobody
from fashionista.common.languages import PARAMETER, SHORT
from industry.models import Collection, Designer, FashionModel
from media.models import MediaGallery

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
    event = get_object_or_404(Event.objects.select_related("venue", "hall"), slug=slug)
    return _calendar(calendar_of([event], url_of=page_of), slug)


@require_safe
@for_nobody
def list_calendar(request):
    """What the list shows, with the same filters, as a feed that a calendar subscribes to."""
    chosen = EventFilter(request.GET, at=timezone.now())
    keys = chosen.found().values("pk")[:MOST]
    events = Event.objects.filter(pk__in=keys).select_related("venue", "hall")
    named = ", ".join([*request.GET.getlist("city"), _("Fashionista Portal")])
    ordered = events.order_by("start_date", "pk")
    return _calendar(calendar_of(ordered, url_of=page_of, name=named), "events")


@require_safe
@for_nobody
def venue_calendar(request, slug):
    """What is on at a venue, as a feed that a calendar subscribes to."""
    venue = get_object_or_404(Venue, slug=slug)
    events = venue.events.listed().upcoming(timezone.now()).select_related("venue", "hall")
    ordered = events.order_by("start_date", "pk")[:MOST]
    return _calendar(calendar_of(ordered, url_of=page_of, name=venue.name), slug)


@for_nobody
@never_cache
@require_safe
def own_calendar(request, secret):
    """The events of the person whose link it is."""
    name = _("My events")
    try:
        content = read_feed(secret, at=timezone.now(), url_of=page_of, name=name)
    except EventFeed.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(content, content_type="text/calendar")


def _calendar(content, name):
    response = HttpResponse(content, content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


class InEachLanguage(Sitemap):
    """Each page once, in whichever language one has, with the addresses that fix it."""

    def get_urls(self, *args, **kwargs):
        urls = super().get_urls(*args, **kwargs)
        for url in urls:
            url["alternates"] = [
                {"lang_code": short, "location": f"{url['location']}?{PARAMETER}={short}"}
                for short in SHORT
            ]
        return urls


class Pages(InEachLanguage):
    def items(self):
        return [
            "home", "events:event_list", "events:this_month", "industry:designer_list",
            "industry:model_list",
        ]  # fmt: skip

    def location(self, name):
        return reverse(name)


class Events(InEachLanguage):
    limit = 10_000

    def items(self):
        return Event.objects.listed().order_by("-start_date", "pk")

    def location(self, event):
        return reverse("events:event_detail", args=[event.slug])

    def lastmod(self, event):
        return event.updated_at


class Slugs(InEachLanguage):
    """Everything that has a `slug` and a page of its own, by the name of the page."""

    limit = 10_000

    def __init__(self, page, rows):
        self.page, self.rows = page, rows

    def items(self):
        return self.rows.order_by("slug").values_list("slug", flat=True)

    def location(self, slug):
        return reverse(self.page, args=[slug])


@require_safe
@for_nobody
def sitemap(request):
    maps = {
        "pages": Pages,
        "events": Events,
        "venues": Slugs("events:venue_detail", Venue.objects.all()),
        "designers": Slugs("industry:designer_detail", Designer.objects.all()),
        "collections": Slugs("industry:collection_detail", Collection.objects.published()),
        "galleries": Slugs(
            "media:gallery_detail",
            MediaGallery.objects.filter(status=MediaGallery.Status.PUBLISHED),
        ),
        "models": Slugs("industry:model_detail", FashionModel.objects.filter(is_listed=True)),
    }
    return sitemap_views.sitemap(request, maps)


@require_safe
@for_nobody
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {site_url(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
