"""Who is on a shift in a role that keeps doors, keeps the door of that event, while it lasts."""

import uuid

from django.test import Client

from fashionista.common.testing import everything
from ticketing.models import CheckIn, Ticket


def door_of(world, person):
    client = Client()
    client.force_login(person)
    url = f"/checkin/{world.shown_a.slug}/"
    return client, url, client.get(url).status_code


def test_staff_on_the_door_scan_there_and_nowhere_else(world):
    client, url, code = door_of(world, world.stan)
    listed = client.get("/checkin/").content.decode()

    answer = client.post(url, {"code": world.ticket_a.code, "nonce": uuid.uuid4()})

    assert code == 200
    assert (">Show A</a>" in listed, ">Show B</a>" in listed) == (True, False)
    assert 'data-verdict="ok"' in answer.content.decode()
    with everything():
        assert Ticket.objects.get(pk=world.ticket_a.pk).status == "used"
        scan = CheckIn.objects.get(ticket=world.ticket_a)
    assert (scan.by_id, scan.result) == (world.stan.pk, "admitted")
    assert client.get(f"/checkin/{world.shown_b.slug}/").status_code == 404


def test_rivals_staff_and_who_is_not_on_that_shift_any_more_keep_no_door(world):
    others = [world.sue, world.boris, world.una, world.vic, world.nina, world.hal, world.ann]
    with everything():
        before = CheckIn.objects.count()

    for person in others:
        client, url, code = door_of(world, person)
        answer = client.post(url, {"code": world.ticket_a.code, "nonce": uuid.uuid4()})
        assert (code, answer.status_code) == (404, 404), person.full_name

    with everything():
        assert CheckIn.objects.count() == before
        assert Ticket.objects.get(pk=world.ticket_a.pk).status == "valid"
