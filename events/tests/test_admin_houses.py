"""The desk's pages of venues, houses and teams."""

from accounts.tests.factories import UserFactory
from events.models import EventTeamMember, Hall, OrganizerProfile, Venue
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of

VENUES = "/admin/events/venue/"
PROFILES = "/admin/events/organizerprofile/"
TEAM = "/admin/events/eventteammember/"


def test_venues_are_changed_by_their_owner_and_belong_to_who_made_them(world, client):
    client.force_login(world.boris)

    data = {
        "name": "Hall", "slug": "hall-oslo", "address": "1 Quay", "city": "Oslo",
        "country": "Norway", "capacity": 80, "timezone": "Europe/Oslo", "owner": str(world.olga.pk),
        "halls-TOTAL_FORMS": 1, "halls-INITIAL_FORMS": 0, "halls-0-name": "Small Hall",
        "halls-0-capacity": 30,
    }  # fmt: skip
    client.post(f"{VENUES}add/", data)
    client.post(page_of(world.venue_a), data)
    wrong = client.post(f"{VENUES}add/", data | {"timezone": "Mars/Olympus"})

    assert "Not a time zone of the IANA database" in wrong.content.decode()
    assert stored(world.venue_a).name == "Old Mill"
    with everything():
        assert list(Venue.objects.filter(name="Hall").values_list("owner", flat=True)) == [
            world.boris.pk
        ]
        assert list(Hall.objects.filter(venue__name="Hall").values_list("name", "capacity")) == [
            ("Small Hall", 30)
        ]


def test_anothers_venue_is_read_and_not_written(world, client):
    client.force_login(world.boris)

    page = client.get(page_of(world.venue_a))

    assert page.status_code == 200
    assert "Old Mill" in page.text
    assert 'name="_save"' not in page.text
    assert 'name="halls-0-name"' not in page.text
    client.force_login(world.paul)  # of its house's team: programmes
    assert 'name="_save"' in client.get(page_of(world.venue_a)).text


def test_an_organizer_keeps_their_own_books_only(world, client):
    client.force_login(world.olga)

    listed = client.get(PROFILES).content.decode()
    assert (">House A</a>" in listed, ">House B</a>" in listed) == (True, False)
    page = client.get(page_of(world.profile_a))
    assert "Legal Canary" in page.content.decode()
    client.post(
        page_of(world.profile_a), filled_in(page, legal_name="A Ltd", user=str(world.boris.pk))
    )
    assert client.get(page_of(world.profile_b)).status_code == 302

    now = stored(world.profile_a)
    assert (now.legal_name, now.user_id) == ("A Ltd", world.olga.pk)
    assert client.get(f"{PROFILES}add/").status_code == 403


def test_an_organizer_narrows_a_colleague_and_takes_the_rest_back(world, client):
    client.force_login(world.olga)

    client.post(page_of(world.team_tess), {"permissions": ["view", "door"], "user": world.bob.pk})
    wrong = client.post(page_of(world.team_tess), {"permissions": ["everything"]})

    assert "Select a valid choice. everything is not one" in wrong.content.decode()
    now = stored(world.team_tess)
    assert (now.permissions, now.user_id) == (["view", "door"], world.tess.pk)
    client.post(f"{TEAM}{world.team_tess.pk}/delete/", {"post": "yes"})
    with everything():
        assert not EventTeamMember.objects.filter(pk=world.team_tess.pk).exists()


def test_an_admin_may_give_an_event_away_and_add_houses(world, client):
    client.force_login(world.admin)
    new = UserFactory(user_type="organizer")

    page = client.get(page_of(world.shown_p))
    client.post(page_of(world.shown_p), filled_in(page, organizer=str(world.boris.pk)))
    client.post(f"{PROFILES}add/", {
        "user": new.pk, "public_name": "House N", "slug": "house-n", "default_tax_rate": "20",
    })  # fmt: skip

    assert stored(world.shown_p).organizer_id == world.boris.pk
    with everything():
        assert OrganizerProfile.objects.get(slug="house-n").user_id == new.pk
