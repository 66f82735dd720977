"""Pages travel compressed to who can read that; pictures travel as they are."""

import gzip

import pytest

from events.tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]


def test_a_page_is_compressed_for_who_can_read_it(client):
    event = EventFactory()
    address = f"/events/{event.slug}/"

    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content)[:15] == plain.content[:15] == b"<!doctype html>"
    assert len(packed.content) < len(plain.content) / 2
