"""A person's shifts in their own calendar, behind a link that can be taken back."""

import icalendar
import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.secret_links import make_link
from fashionista.common.testing import NOON, everything
from staffing.models import Shift, ShiftFeed, StaffAssignment
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory, StaffMemberFactory


@pytest.fixture
def member(db):
    return StaffMemberFactory(role__name="Door")


def link_of(user):
    with acting_as(user):
        return f"/staff/shifts/{make_link(ShiftFeed, user, at=NOON)}.ics"


def entries(answer):
    return [
        (str(entry["SUMMARY"]), str(entry["STATUS"]), int(entry["SEQUENCE"]))
        for entry in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    ]


def work(member, title, **fields):
    shift = ShiftFactory(event=EventFactory(organizer=member.organizer, title=title))
    return StaffAssignmentFactory(shift=shift, staff=member, **fields)


def test_the_feed_tells_what_is_asked_agreed_and_off(member, client):
    theirs = work(member, "Tide Lines")
    work(member, "Undertow", status="cancelled")
    StaffAssignmentFactory()

    answer = client.get(link_of(member.user))

    assert answer["Content-Type"] == "text/calendar"
    assert sorted(entries(answer)) == [
        ("Door: Tide Lines", "CONFIRMED", 1), ("Door: Undertow", "CANCELLED", 2),
    ]  # fmt: skip
    assert f"UID:{theirs.pk}@fashionista-portal" in answer.content.decode()


def test_a_moved_and_then_cancelled_shift_is_newer_each_time(member, client):
    made, link = work(member, "Tide Lines", status="offered"), link_of(member.user)
    seen = entries(client.get(link))

    with everything():
        Shift.objects.update(revision=1)
    seen += entries(client.get(link))
    with everything():
        StaffAssignment.objects.filter(pk=made.pk).update(status="withdrawn", closed_at=NOON)
    seen += entries(client.get(link))

    assert [entry[1:] for entry in seen] == [
        ("TENTATIVE", 0), ("TENTATIVE", 3), ("CANCELLED", 5),
    ]  # fmt: skip


def test_a_cancelled_event_and_one_not_announced(member, client):
    for title, status in [("Frost Fair", "cancelled"), ("Secret Show", "draft")]:
        event = EventFactory(organizer=member.organizer, title=title, status=status)
        shift = ShiftFactory(event=event)
        live = "scheduled" if status == "draft" else "declined"
        StaffAssignmentFactory(shift=shift, staff=member, status=live)

    assert sorted(entries(client.get(link_of(member.user)))) == [
        ("Door", "CONFIRMED", 1), ("Door: Frost Fair", "CANCELLED", 2),
    ]  # fmt: skip


def test_wrong_renewed_and_revoked_links_are_not_there(member, client):
    old = link_of(member.user)
    new = link_of(member.user)
    assert [client.get(link).status_code for link in (old, new, "/staff/shifts/x.ics")] == [
        404, 200, 404,
    ]  # fmt: skip

    client.force_login(member.user)
    assert client.post("/staff/shifts/link/revoke/").status_code == 302

    assert Client().get(new).status_code == 404


def test_the_link_is_shown_once_and_kept_as_a_hash(member, client):
    client.force_login(member.user)
    assert client.get("/staff/shifts/link/").status_code == 405

    page = client.post("/staff/shifts/link/").content.decode()
    secret = page.partition("/staff/shifts/")[2].partition(".ics")[0]

    with everything():
        assert ShiftFeed.objects.get().secret_hash != secret
    assert Client().get(f"/staff/shifts/{secret}.ics").status_code == 200
    assert secret not in client.get("/staff/shifts/").content.decode()


def test_strangers_have_no_link_of_others(member, client):
    link_of(member.user)
    client.force_login(UserFactory())
    client.post("/staff/shifts/link/revoke/")

    with everything():
        assert ShiftFeed.objects.filter(user=member.user).exists()
    client.logout()
    assert client.post("/staff/shifts/link/").status_code == 302


def test_the_feed_costs_the_same_for_one_and_three(member, client, django_assert_num_queries):
    link = link_of(member.user)
    work(member, "One", status="cancelled")
    with django_assert_num_queries(3):
        client.get(link)
    for title in ("Two", "Three"):
        work(member, title, status="cancelled")
    with django_assert_num_queries(3):
        client.get(link)
