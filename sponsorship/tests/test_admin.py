"""The desk's pages of sponsors: one's own only, state by rules, nobody types JSON."""

import pytest

from events.tests.factories import EventFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from sponsorship.models import EventSponsorship, Sponsor, SponsorAsset, SponsorshipPackage

from .factories import (
    EventSponsorshipFactory,
    SponsorAssetFactory,
    SponsorFactory,
    SponsorshipPackageFactory,
)

SPONSORS = "/admin/sponsorship/sponsor/"
PACKAGES = "/admin/sponsorship/sponsorshippackage/"
DEALS = "/admin/sponsorship/eventsponsorship/"
ASSETS = "/admin/sponsorship/sponsorasset/"


def rows_of(world, client, path, *names):
    page = client.get(path).content.decode()
    return [name for name in names if f"{getattr(world, name).pk}/change/" in page]


@pytest.mark.parametrize(
    ("name", "letters"), [("olga", "a"), ("saul", "a"), ("boris", "b"), ("admin", "ab")]
)
def test_everybody_lists_their_own(world, client, name, letters):
    client.force_login(getattr(world, name))

    for path, names in [
        (SPONSORS, ["sponsor_a", "hopeful_a", "sponsor_b", "hopeful_b"]),
        (PACKAGES, ["package_a", "package_b"]),
        (ASSETS, ["logo_a", "banner_a", "logo_b", "banner_b"]),
    ]:
        mine = [name for name in names if name[-1] in letters]
        assert rows_of(world, client, path, *names) == mine
        assert client.get(page_of(getattr(world, mine[0]))).status_code == 200


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("olga", ["deal_a", "offer_a"]),
        ("sara", ["deal_a", "offer_a"]),
        ("faye", ["deal_a", "offer_a"]),
        ("boris", ["deal_b", "offer_b"]),
        ("admin", ["deal_a", "offer_a", "deal_b", "offer_b"]),
    ],
)
def test_deals_are_listed_for_those_of_the_event(world, client, name, seen):
    client.force_login(getattr(world, name))

    assert rows_of(world, client, DEALS, "deal_a", "offer_a", "deal_b", "offer_b") == seen
    for row in seen:
        assert client.get(page_of(getattr(world, row))).status_code == 200


@pytest.mark.parametrize("name", ["rita", "stan", "ann"])
def test_these_pages_are_not_for_others(world, client, name):
    client.force_login(getattr(world, name))

    for path in (SPONSORS, PACKAGES, DEALS, ASSETS, page_of(world.deal_a)):
        assert client.get(path, follow=True).status_code == 403


def test_a_rivals_are_not_there(world, client):
    client.force_login(world.boris)

    for row in (world.sponsor_a, world.package_a, world.deal_a, world.offer_a, world.logo_a):
        assert client.get(page_of(row))["Location"] == "/admin/"
    for path, action, row in [
        (SPONSORS, "activate_sponsor", world.hopeful_a),
        (DEALS, "cancel_sponsorship", world.deal_a),
        (ASSETS, "approve_asset", world.logo_a),
    ]:
        client.post(path, {"action": action, "_selected_action": row.pk})

    assert [stored(row).status for row in (world.hopeful_a, world.deal_a, world.logo_a)] == [
        "pending", "active", "pending",
    ]  # fmt: skip


def test_a_sponsor_is_written_down_without_json(world, client):
    client.force_login(world.saul)

    page = client.get(f"{SPONSORS}add/")
    assert "House A" in page.content.decode()
    data = filled_in(
        page, name="Silk", industry="Textiles", contact_info_name="Ann Canary",
        contact_info_email="silk@canary.example", status="active", organizer=str(world.olga.pk),
    )  # fmt: skip
    wrong = client.post(f"{SPONSORS}add/", data | {"contact_info_email": "silk"})
    rival = client.post(f"{SPONSORS}add/", data | {"organizer": str(world.boris.pk)})
    client.post(f"{SPONSORS}add/", data)
    twice = client.post(f"{SPONSORS}add/", data | {"name": "SILK"})

    assert "Enter a valid email address." in wrong.content.decode()
    assert "Select a valid choice." in rival.content.decode()
    assert "There is a sponsor of that name already." in twice.content.decode()
    with everything():
        silk = Sponsor.objects.get(name="Silk")
        assert not Sponsor.objects.filter(name="SILK").exists()
    assert (silk.organizer_id, silk.status) == (world.olga.pk, "pending")
    assert silk.contact_info == {"name": "Ann Canary", "email": "silk@canary.example"}


@pytest.mark.parametrize("name", ["olga", "saul"])
def test_what_an_organizer_writes_down_is_their_own_unless_they_say_whose(world, client, name):
    client.force_login(getattr(world, name))

    client.post(f"{SPONSORS}add/", filled_in(client.get(f"{SPONSORS}add/"), name="Silk"))

    with everything():
        assert Sponsor.objects.get(name="Silk").organizer_id == getattr(world, name).pk


def test_a_sponsor_changes_but_not_hands(world, client):
    client.force_login(world.saul)

    page = client.get(page_of(world.sponsor_a))
    data = filled_in(page, contact_info_phone="+32 1", organizer=str(world.saul.pk))
    client.post(page_of(world.sponsor_a), data)
    taken = client.post(page_of(world.sponsor_a), data | {"name": "thread A"})

    now = stored(world.sponsor_a)
    assert now.contact_info == {"name": "Contact Canary", "phone": "+32 1"}
    assert (now.organizer_id, now.name) == (world.olga.pk, "Cloth a")
    assert "There is a sponsor of that name already." in taken.content.decode()


def test_an_admin_says_whose_a_sponsor_is(world, client):
    client.force_login(world.admin)

    page = client.get(f"{SPONSORS}add/")
    client.post(f"{SPONSORS}add/", filled_in(page, name="Silk", organizer=str(world.boris.pk)))

    with everything():
        assert Sponsor.objects.get(name="Silk").organizer_id == world.boris.pk


def test_a_package_is_written_down_without_json(world, client):
    client.force_login(world.olga)

    data = filled_in(
        client.get(f"{PACKAGES}add/"), name="Silver", price="500", currency="EUR",
        benefits="Logo on the wall\n\n Two seats ", validity_period_from="2099-01-01", taken="7",
    )  # fmt: skip
    client.post(f"{PACKAGES}add/", data)
    few = filled_in(client.get(page_of(world.package_a)), availability="0")
    refused = client.post(page_of(world.package_a), few)

    with everything():
        silver = SponsorshipPackage.objects.get(name="Silver")
    assert silver.benefits == ["Logo on the wall", "Two seats"]
    assert silver.validity_period == {"from": "2099-01-01"}
    assert (silver.availability, silver.taken, silver.organizer_id) == (None, 0, world.olga.pk)
    assert "More of these than that are taken already." in refused.content.decode()
    assert stored(world.package_a).availability == 2


def test_a_deal_is_made_approved_and_then_only_looked_at(world, client):
    silk = SponsorFactory(organizer=world.olga, name="Silk")
    client.force_login(world.saul)

    client.post(f"{DEALS}add/", filled_in(
        client.get(f"{DEALS}add/"), event=str(world.shown_a.pk), sponsor=str(silk.pk),
        package=str(world.package_a.pk), start_date_0="2099-12-01", start_date_1="10:00",
        end_date_0="2099-12-31", end_date_1="10:00", terms_payment="In two parts", status="active",
    ))  # fmt: skip
    with everything():
        deal = EventSponsorship.objects.get(sponsor=silk)
    assert (deal.status, deal.public_name, deal.terms) == (
        "pending", "Silk", {"payment": "In two parts"},
    )  # fmt: skip
    client.post(page_of(deal), filled_in(client.get(page_of(deal)), public_name="Silk & Sons"))
    answers = [
        client.post(
            DEALS,
            {"action": "approve_sponsorship", "_selected_action": [deal.pk, world.offer_a.pk]},
            follow=True,
        )
    ]

    now = stored(deal)
    assert (now.status, now.public_name, now.tier) == ("active", "Silk & Sons", "Gold a")
    assert "This sponsor is not active: take it on first." in answers[0].content.decode()
    assert stored(world.package_a).taken == 2
    page = client.get(page_of(deal)).content.decode()
    assert "€1,000.00" in page
    assert 'name="public_name"' not in page
    client.post(page_of(deal), {"public_name": "Other"})
    assert client.get(f"{DEALS}{deal.pk}/delete/").status_code == 403
    assert stored(deal).public_name == "Silk & Sons"


def test_a_deal_takes_no_sponsor_of_a_rival(world, client):
    client.force_login(world.olga)
    data = filled_in(client.get(page_of(world.offer_a)))

    refused = client.post(page_of(world.offer_a), data | {"sponsor": str(world.sponsor_b.pk)})

    assert "Select a valid choice." in refused.content.decode()
    assert stored(world.offer_a).sponsor_id == world.hopeful_a.pk


@pytest.mark.parametrize(("name", "moved"), [("sara", True), ("faye", False), ("admin", True)])
def test_who_sees_a_deal_may_not_always_move_it(world, client, name, moved):
    client.force_login(getattr(world, name))

    client.post(DEALS, {"action": "cancel_sponsorship", "_selected_action": world.deal_a.pk})

    assert stored(world.deal_a).status == ("cancelled" if moved else "active")
    assert stored(world.package_a).taken == (0 if moved else 1)


def test_a_picture_is_rejected_with_the_reason_on_its_page(world, client):
    client.force_login(world.saul)
    act = {"action": "reject_asset", "_selected_action": world.logo_a.pk}

    refused = client.post(ASSETS, act, follow=True)
    client.post(page_of(world.logo_a), filled_in(
        client.get(page_of(world.logo_a)), reason="Blurred", dimensions_width="10",
        dimensions_height="20",
    ))  # fmt: skip
    client.post(ASSETS, act)

    assert "Write on its page what is wrong with it first." in refused.content.decode()
    now = stored(world.logo_a)
    assert (now.status, now.reason, now.reviewer_id) == ("rejected", "Blurred", world.saul.pk)
    assert now.dimensions == {"width": 10, "height": 20}
    assert 'name="reason"' not in client.get(page_of(world.logo_a)).content.decode()


def test_a_new_picture_belongs_to_its_sponsors_organizer(world, client):
    client.force_login(world.saul)

    client.post(f"{ASSETS}add/", filled_in(
        client.get(f"{ASSETS}add/"), sponsor=str(world.sponsor_a.pk), type="video",
        url="https://example.com/film.mp4", status="approved",
    ))  # fmt: skip

    with everything():
        film = SponsorAsset.objects.get(type="video")
    assert (film.organizer_id, film.status) == (world.olga.pk, "pending")


def deal_of(olga):
    return EventSponsorshipFactory(event=EventFactory(organizer=olga))


@pytest.mark.parametrize(
    ("path", "number", "make"),
    [
        (SPONSORS, 7, lambda olga: SponsorFactory(organizer=olga)),
        (PACKAGES, 7, lambda olga: SponsorshipPackageFactory(organizer=olga)),
        (DEALS, 8, deal_of),
        (ASSETS, 7, lambda olga: SponsorAssetFactory(sponsor=SponsorFactory(organizer=olga))),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, number, make
):
    olga = EventFactory().organizer
    client.force_login(olga)
    make(olga)

    with django_assert_num_queries(number):
        client.get(path)
    for _more in range(2):
        make(olga)
    with django_assert_num_queries(number):
        client.get(path)
