"""Plants those who pay and those who deliver: sponsors with their deals, vendors with contracts."""

from datetime import timedelta

from django.db import transaction

from communications.campaigning import activate_campaign
from communications.models import Campaign
from fashionista.common.identity import acting_as
from sponsorship.dealing import activate_sponsor, approve_sponsorship
from sponsorship.models import EventSponsorship, Sponsor, SponsorAsset, SponsorshipPackage
from sponsorship.reviewing import approve_asset
from vendors.hiring import confirm_booking, sign_contract
from vendors.models import EventVendor, Vendor, VendorContract, VendorService


def plant_partners(rows, *, organizers, events, at):
    """
    The sponsors, vendors and campaigns of `rows`.

    A deal or a booking of an event that is over was made while it was ahead.
    """
    for row in rows["packages"]:
        _package(row, organizers[row["owner"]])
    for row in rows["sponsors"]:
        _sponsor(row, organizers[row["owner"]], events, at)
    for row in rows["vendors"]:
        _vendor(row, organizers[row["owner"]], events, at)
    for row in rows["campaigns"]:
        _campaign(row, organizers[row["owner"]], events, at)


def _package(row, organizer):
    with acting_as(organizer):
        SponsorshipPackage.objects.create(
            organizer=organizer,
            **{
                name: row[name]
                for name in ("name", "position", "price", "currency", "availability", "benefits")
            },
        )


def _sponsor(row, organizer, events, at):
    with acting_as(organizer), transaction.atomic():
        sponsor = Sponsor.objects.create(
            organizer=organizer,
            name=row["name"],
            industry=row["industry"],
            contact_info={"name": row["contact"], "email": row["email"]},
        )
        activate_sponsor(sponsor, by=organizer, at=at)
        logo = SponsorAsset.objects.create(
            organizer=organizer,
            sponsor=sponsor,
            type=SponsorAsset.Type.LOGO,
            url=row["logo"],
            dimensions={"width": 1200, "height": 600},
        )
        if row["reviewed"]:
            approve_asset(logo, by=organizer, at=at)
        for slug, package in row["deals"].items():
            event = events[slug]
            deal = EventSponsorship.objects.create(
                organizer=organizer,
                event=event,
                sponsor=sponsor,
                package=SponsorshipPackage.objects.get(organizer=organizer, name=package),
                start_date=event.start_date - timedelta(days=60),
                end_date=event.end_date + timedelta(days=30),
                terms={"payment": "Within thirty days."},
            )
            approve_sponsorship(deal, by=organizer, at=at)


def _vendor(row, organizer, events, at):
    with acting_as(organizer), transaction.atomic():
        vendor = Vendor.objects.create(
            organizer=organizer,
            name=row["name"],
            type=row["types"],
            contact_info={"name": row["contact"], "email": row["email"]},
        )
        service = VendorService.objects.create(
            organizer=organizer, vendor=vendor, name=row["service"], pricing=row["pricing"]
        )
        for slug in row["events"]:
            event = events[slug]
            contract = VendorContract.objects.create(
                organizer=organizer,
                vendor=vendor,
                event=event,
                terms={"work": row["service"], "payment": "Half on signing."},
                start_date=event.start_date - timedelta(days=1),
                end_date=event.end_date + timedelta(days=1),
            )
            booking = EventVendor.objects.create(
                organizer=organizer,
                event=event,
                vendor=vendor,
                service=service,
                requirements={"access": "From the yard.", "people": "Four."},
            )
            if row["signed"]:
                sign_contract(contract, by=organizer, at=at)
                confirm_booking(booking, by=organizer, at=at)


def _campaign(row, organizer, events, at):
    event = events[row["event"]]
    with acting_as(organizer), transaction.atomic():
        campaign = Campaign.objects.create(
            organizer=organizer,
            name=row["name"],
            description=row["description"],
            type=row["type"],
            start_date=at - timedelta(days=3),
            end_date=event.start_date,
        )
        if row["running"]:
            activate_campaign(campaign, by=organizer, at=at)
