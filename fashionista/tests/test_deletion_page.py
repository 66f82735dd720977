"""What a page that deletes says before, and what is refused."""

import re
from collections import Counter
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, get_deleted_objects
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import OrganizerFactory
from events.tests.factories import EventFactory, EventScheduleFactory, VenueFactory
from fashionista.common.deletion import consequences_of
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.pages import page_of
from feedback.tests.factories import EventFeedbackFactory
from media.tests.factories import GalleryAssetFactory, MediaGalleryFactory
from production.models import LineupEntry, RunwaySegment
from production.tests.factories import LineupEntryFactory, RunwaySegmentFactory
from sponsorship.models import Sponsor
from sponsorship.tests.factories import SponsorAssetFactory, SponsorFactory
from staffing.tests.factories import ShiftFactory
from ticketing.models import TicketType
from ticketing.tests.factories import OrderFactory, TicketTypeFactory


def delete_page(row):
    return page_of(row).replace("/change/", "/delete/")


def listed(answer):
    """The lines of the page's one list."""
    content = answer.content.decode().partition("<h1>")[2].partition('id="footer"')[0]
    lines = re.findall(r"<li>(.*?)</li>", content, re.DOTALL)
    return [unescape(line.strip()) for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "refuses"), [("admin", False), ("olga", True)])
def test_all_that_django_would_load_is_counted(world, rf, name, refuses):
    """For every row at the desk: as many rows that go or that keep it, and the same refusals."""
    request = rf.get("/")
    request.user = getattr(world, name)
    wrong, seen = [], Counter()

    with acting_as(request.user):
        for page in admin.site._registry.values():
            for row in page.get_queryset(request):
                loaded = NestedObjects(using="default", origin=[row])
                loaded.collect([row])
                found = {(model, False): len(rows) for model, rows in loaded.model_objs.items()}
                del found[type(row), False]
                found |= Counter((type(other), True) for other in loaded.protected)
                counted = {(each.model, each.keeps): each.count for each in consequences_of(row)}
                _tree, _numbers, ours, _keeping = page.get_deleted_objects([row], request)
                refused = get_deleted_objects([row], request, admin.site)[2]
                comparable = page.has_delete_permission(request, row) and not loaded.protected
                if found != counted or (comparable and ours != refused):
                    wrong.append((row, found, counted, refused, ours))
                seen["kept"] += bool(loaded.protected)
                seen["goes"] += not all(keeps for _model, keeps in found)
                seen["refused"] += bool(comparable and refused)

    assert wrong == []
    assert min(seen["goes"], seen["kept"]) > 20
    assert bool(seen["refused"]) == refuses


def furnish(event):
    """A row of each sort that goes with an event, and one that keeps it."""
    segment = RunwaySegmentFactory(event=event)
    LineupEntryFactory(segment=segment)
    TicketTypeFactory(event=event)
    ShiftFactory(event=event)
    EventScheduleFactory(event=event)
    GalleryAssetFactory(gallery=MediaGalleryFactory(event=event))
    OrderFactory(event=event)


@pytest.mark.django_db
def test_a_page_that_deletes_asks_no_more_for_three_rows_of_each_table(client):
    event = EventFactory(status="draft")
    client.force_login(event.organizer)
    furnish(event)
    page = delete_page(event)
    client.get(page)  # content types are known from now on

    with CaptureQueriesContext(connection) as one:
        before = client.get(page)
    furnish(event)
    furnish(event)
    with CaptureQueriesContext(connection) as three:
        after = client.get(page)

    assert (listed(before), listed(after)) == (
        ["Orders: 1", "Assets: 1"], ["Orders: 3", "Assets: 3"],
    )  # fmt: skip
    assert len(one) == len(three) <= 20


@pytest.mark.django_db
def test_a_segment_says_what_goes_with_it_and_goes(client):
    segment = RunwaySegmentFactory()
    LineupEntryFactory(segment=segment)
    LineupEntryFactory(segment=segment)
    client.force_login(segment.event.organizer)

    page = client.get(delete_page(segment))
    client.post(delete_page(segment), {"post": "yes"})

    assert listed(page) == ["Line-up: 2"]
    with everything():
        assert not LineupEntry.objects.filter(event=segment.event).exists()
        assert not RunwaySegment.objects.filter(pk=segment.pk).exists()


@pytest.mark.django_db
def test_an_event_says_what_keeps_it_and_stays(client):
    event = EventFactory(status="draft")
    OrderFactory.create_batch(2, event=event)
    TicketTypeFactory(event=event)
    EventFeedbackFactory(event=event)  # not the organizer's to delete, yet not what matters
    client.force_login(event.organizer)

    pages = [client.get(delete_page(event)), client.post(delete_page(event), {"post": "yes"})]

    assert [listed(page) for page in pages] == [["Orders: 2"], ["Orders: 2"]]
    assert "” stays, because these depend on it:" in pages[0].content.decode()
    assert 'name="post"' not in pages[0].content.decode()
    assert stored(event) == event
    with everything():
        assert TicketType.objects.filter(event=event).count() == 1


@pytest.mark.django_db
def test_what_one_may_not_delete_keeps_what_it_hangs_on(client):
    """A sponsor's logo stays once it is reviewed."""
    olga = OrganizerFactory()
    reviewed, asked = SponsorFactory.create_batch(2, organizer=olga)
    SponsorAssetFactory(
        sponsor=reviewed, status="rejected", reviewer=olga, reviewed_at=NOON, reason="Blurred"
    )
    SponsorAssetFactory(sponsor=asked)
    client.force_login(olga)

    pages = [client.get(delete_page(sponsor)) for sponsor in (reviewed, asked)]
    for sponsor in (reviewed, asked):
        client.post(delete_page(sponsor), {"post": "yes"})

    assert [listed(page) for page in pages] == [["Sponsor's asset"], ["Sponsors' assets: 1"]]
    with everything():
        assert list(Sponsor.objects.filter(organizer=olga)) == [reviewed]


@pytest.mark.django_db
def test_what_nothing_hangs_on_says_so(client):
    venue = VenueFactory(owner=OrganizerFactory(), name="Hall & Yard", city="Pisa")
    client.force_login(venue.owner)

    page = client.get(delete_page(venue))

    assert "Delete “Hall &amp; Yard, Pisa” for good?" in page.content.decode()
    assert "Nothing else goes with it." in page.content.decode()
    assert listed(page) == []
    assert f'href="{page_of(venue)}"' in page.content.decode()
