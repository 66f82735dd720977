"""Galleries for everybody, and files that ask at each request who is there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, OrganizerFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from fashionista.common.tests.pages import inline_code
from fashionista.common.tests.pictures import image_file
from media.galleries import public_of
from media.publishing import archive_gallery
from media.uploading import upload_picture

from .factories import AssetPermissionFactory, GalleryAssetFactory, MediaGalleryFactory

pytestmark = pytest.mark.django_db


def uploaded(event, gallery=None):
    with acting_as(by := event.organizer):
        return upload_picture(
            event, file=image_file(), by=by, at=NOON, alt_text="A coat", gallery=gallery
        )


def file_of(asset, width=480):
    return f"/uploads/assets/{asset.pk}/{width}.webp"


def answers(client, address, *people):
    """What each of them gets, None being a stranger."""
    found = []
    for person in people:
        client.logout() if person is None else client.force_login(person)
        found.append(client.get(address).status_code)
    return found


def test_a_file_in_a_published_gallery_is_everybodys_and_kept_by_no_cache(client):
    gallery = MediaGalleryFactory(published=True)
    asset = uploaded(gallery.event, gallery)

    answer = client.get(file_of(asset))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer.content.startswith(b"RIFF")
    assert answer["Cache-Control"] == "private, no-cache"
    again = client.get(file_of(asset), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("kind", ["none", "draft", "archived", "draft event"])
def test_a_file_that_is_not_shown_is_the_teams_alone(client, kind):
    event = EventFactory(status="draft" if kind == "draft event" else "published")
    gallery = None
    if kind != "none":
        state = {"archived": {"archived": True}, "draft event": {"published": True}}.get(kind, {})
        gallery = MediaGalleryFactory(event=event, **state)
    asset = uploaded(event, gallery)
    people = [None, UserFactory(), OrganizerFactory(), event.organizer]

    assert answers(client, file_of(asset), *people) == [404, 404, 404, 200]


def test_a_right_lasts_as_long_as_it_lasts_also_for_what_a_browser_kept(client):
    event = EventFactory()
    asset = uploaded(event)
    person, late = UserFactory(), UserFactory()
    right = AssetPermissionFactory(asset=asset, user=person)
    now = timezone.now()
    AssetPermissionFactory(
        asset=asset, user=late, granted_at=now - timedelta(days=2),
        expires_at=now - timedelta(seconds=1),
    )  # fmt: skip

    assert answers(client, file_of(asset), person, late) == [200, 404]
    client.force_login(person)
    etag = client.get(file_of(asset))["ETag"]
    with everything():
        right.granted_at, right.expires_at = now - timedelta(days=2), now - timedelta(days=1)
        right.save()
    assert client.get(file_of(asset), headers={"if-none-match": etag}).status_code == 404


def test_a_gallery_put_away_takes_its_files_with_it(client):
    gallery = MediaGalleryFactory(published=True)
    asset = uploaded(gallery.event, gallery)
    assert client.get(file_of(asset)).status_code == 200

    with acting_as(by := gallery.event.organizer):
        archive_gallery(gallery, by=by, at=NOON)

    assert client.get(file_of(asset)).status_code == 404
    assert client.get(f"/galleries/{gallery.slug}/").status_code == 404


def test_other_widths_and_other_files_are_not_there(client):
    gallery = MediaGalleryFactory(published=True)
    asset = uploaded(gallery.event, gallery)
    paper = GalleryAssetFactory(gallery=gallery, position=5).asset

    for address in (file_of(asset, 999), file_of(paper), "/uploads/assets/x/480.webp"):
        assert client.get(address).status_code == 404
    key = asset.url.split("/")[1]
    assert client.get(f"/uploads/pictures/{key}/480.webp").status_code == 404


def test_a_gallery_is_a_page_once_published(client):
    gallery = MediaGalleryFactory(name="Front row")
    asset = uploaded(gallery.event, gallery)
    address = f"/galleries/{gallery.slug}/"
    people = [None, UserFactory(), OrganizerFactory(), gallery.event.organizer]

    assert answers(client, address, *people) == [404, 404, 404, 200]
    assert "Only the event’s media team" in client.get(address).content.decode()
    with everything():
        gallery.status, gallery.published_at = "published", NOON
        gallery.save()
    client.logout()
    answer = client.get(address)
    page = answer.content.decode()
    assert inline_code(answer) == []
    for words in ("Front row", file_of(asset), 'alt="A coat"', gallery.event.title):
        assert words in page
    assert "Only the event" not in page


def test_galleries_cost_the_same_for_one_and_three(client, django_assert_num_queries):
    gallery = MediaGalleryFactory(published=True)

    for times in (1, 2):
        for _time in range(times):
            uploaded(gallery.event, gallery)
        with django_assert_num_queries(2):
            client.get(f"/galleries/{gallery.slug}/")
        with acting_as(None), django_assert_num_queries(2):
            (shown,) = public_of(gallery.event)
    assert [one["picture"]["alt"] for one in shown.pictures] == ["A coat"] * 3


def test_the_event_page_gets_published_galleries_with_something_in_them():
    event = EventFactory()
    uploaded(event, MediaGalleryFactory(event=event, name="Shown", published=True))
    uploaded(event, MediaGalleryFactory(event=event, name="Draft"))
    MediaGalleryFactory(event=event, name="Empty", published=True)

    with acting_as(event.organizer):
        assert [gallery.name for gallery in public_of(event)] == ["Shown"]
