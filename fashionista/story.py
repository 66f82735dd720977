"""What an event's page tells beside its tickets. A sale does not change it, so it is kept apart."""

from django.db import connection
from django.template.loader import render_to_string
from django.utils.translation import get_language

from events.models import Event, EventAmenity, EventListing, EventTag
from fashionista.common.page_cache import kept_part
from fashionista.listings import events_of
from feedback.reviews import published_of
from media.galleries import public_of
from production.lineup import public_lineup
from sponsorship.models import EventSponsorship

RELATED = 3
STORY_SECONDS = 10  # a review, a sponsor or a look shows after so long at most
# Changes at once with the rows `e` of events and `v` of venues, the schedule and the galleries.
STORY_STAMP = """
    concat_ws('.', e.xmin, v.xmin,
        (SELECT string_agg(s.xmin::text, '.' ORDER BY s.id) FROM event_schedules s
          WHERE s.event_id = e.id),
        (SELECT string_agg(g.xmin::text, '.' ORDER BY g.id) FROM media_galleries g
          WHERE g.event_id = e.id))"""


def story_of(event, now):
    """
    The page's parts as anybody reads them: `story`, `related` (HTML) and `performers` (names).

    They change at once with the event, its venue, its schedule and its galleries.
    """
    if event.status == Event.Status.DRAFT:
        return _tell(event, now)
    key = f"story:{event.pk}:{get_language()}:{_version(event)}"
    return kept_part(key, STORY_SECONDS, lambda: _tell(event, now))


def _version(event):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {STORY_STAMP} FROM events e JOIN venues v ON v.id = e.venue_id"  # noqa: S608
            " WHERE e.id = %s",
            (event.pk,),
        )
        return cursor.fetchone()[0]


def _tell(event, now):
    lineup = public_lineup(event)
    story = {
        "event": event,
        "schedule": event.schedules.order_by("position", "start_time"),
        "lineup": lineup,
        "amenities": EventAmenity.objects.filter(assignments__event=event).order_by("name"),
        "restrictions": event.restrictions.order_by("type"),
        "galleries": public_of(event),
        "reviews": published_of(event),
        "sponsorships": EventSponsorship.objects.on_show(event),
        "tags": EventTag.objects.filter(assignments__event=event).order_by("name"),
    }
    related = events_of(EventListing.objects.akin(event, now)[:RELATED], now)
    return {
        "story": render_to_string("events/_story.html", story),
        "related": render_to_string("events/_related.html", {"related": related}),
        "performers": [designer.name for designer, _collection in lineup.collections],
    }
