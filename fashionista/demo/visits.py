"""Plants what events leave behind: who came, what they say, and pictures."""

import uuid
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction

from accounts.models import User
from events.models import Event
from fashionista.common.identity import acting_as
from feedback.models import DesignerReview, EventFeedback
from feedback.moderation import hide_feedback, publish_feedback
from feedback.rating import rate_vendor
from feedback.reviewing import review_designer, review_model, submit_feedback
from media.models import (
    AssetCategory,
    AssetCategoryAssignment,
    AssetPermission,
    MediaGallery,
)
from media.publishing import publish_gallery
from media.uploading import upload_picture
from ticketing.admission import admit
from ticketing.claiming import claim_orders
from ticketing.models import Ticket

from .buying import buy

ATTENDED = "salt"  # by attendee@, who has not said yet how it was
ARTS = [Path(__file__).parent / "art", settings.BASE_DIR / "static" / "art"]


def plant_visits(rows, *, admin, people, events, at):
    """
    The visits, reviews and galleries of `rows`.

    `people` are logins by address; a guest of the season has one.
    """
    guests = [people[row["email"]] for row in rows["guests"]]
    attendee = people["attendee@fashionista.example"]
    for slug, numbers in rows["visits"].items():
        event, kind = events[slug], events[slug].ticket_types.order_by("position").first()
        buyers = [(rows["guests"][n]["name"], rows["guests"][n]["email"]) for n in numbers]
        if slug == ATTENDED:
            buyers.append(("Mireille Oduya", "attendee@fashionista.example"))
        begins = event.start_date
        with _ahead(event, at):
            for place, (name, email) in enumerate(buyers):
                bought = begins - timedelta(days=3 * (len(buyers) - place), hours=place)
                buy(event, kind.name, 1, name, email, bought)
    for guest in [*guests, attendee]:
        with acting_as(guest.pk):
            claim_orders(User.objects.get(pk=guest.pk), at=at)
    for slug in rows["visits"]:
        _let_in(events[slug])
    for row in rows["reviews"]:
        _review(row, guests[row["guest"]], events[row["event"]])
    with acting_as(admin):
        runway = AssetCategory.objects.create(name="Runway")
        AssetCategory.objects.create(name="Backstage", parent=runway)
    helper = people["staff@fashionista.example"]
    for row in rows["galleries"]:
        _gallery(row, events[row["event"]], runway, helper, at)
    for row in rows["opinions"]:
        _opinions(row, guests[row["guest"]], events[row["event"]])


def _opinions(row, guest, event):
    """What a visitor says of the designers, and the producer of models and vendors."""
    said_at = event.end_date + timedelta(hours=20)
    designer = event.designer_links.select_related("designer").first().designer
    with acting_as(guest.pk):
        review_designer(
            designer, event=event, by=User.objects.get(pk=guest.pk), at=said_at,
            rating=row["stars"], text=row["words"], display_name=row["name"],
        )  # fmt: skip
    organizer = event.organizer
    with acting_as(organizer):
        for review in DesignerReview.objects.filter(event=event):
            publish_feedback(review, by=organizer, at=said_at)
        for link in event.model_links.select_related("fashion_model")[:2]:
            review_model(
                link.fashion_model, event=event, by=organizer, at=said_at, rating=5,
                text="On time, and calm in the quick change.",
            )  # fmt: skip
        for booking in event.event_vendors.filter(status="confirmed").select_related("vendor"):
            rate_vendor(booking.vendor, event=event, by=organizer, at=said_at, rating=4)


@contextmanager
def _ahead(event, at):
    """Put an event that is over into the future for a while: the sale asks the database's clock."""
    dates = event.start_date, event.end_date
    _move(event, at + timedelta(days=1), at + timedelta(days=2))
    yield
    _move(event, *dates)


def _move(event, start, end):
    event.start_date, event.end_date = start, end
    with acting_as(event.organizer):
        event.save(update_fields=["start_date", "end_date", "updated_at"])


def _let_in(event: Event):
    with acting_as(event.organizer):
        for ticket in Ticket.objects.filter(event=event):
            admit(event, ticket.code, nonce=uuid.uuid4(), by=event.organizer, at=event.start_date)


def _review(row, guest, event):
    said_at = event.end_date + timedelta(hours=14)
    with acting_as(guest.pk):
        said = submit_feedback(
            event,
            by=User.objects.get(pk=guest.pk),
            at=said_at,
            rating=row["stars"],
            text=row["words"],
            display_name=row["name"],
        )
    if row.get("waiting"):
        return
    moderate = hide_feedback if row.get("hidden") else publish_feedback
    with acting_as(event.organizer):
        stored = EventFeedback.objects.get(pk=said.pk)
        moderate(stored, by=event.organizer, at=said_at + timedelta(hours=3))


def _gallery(row, event, category, helper, at):
    """With pictures; of a draft, the last may be seen by one of the crew too."""
    with acting_as(event.organizer), transaction.atomic():
        gallery = MediaGallery.objects.create(
            event=event, **{name: row[name] for name in ("slug", "name", "description")}
        )
        for name in row["pictures"]:
            with _art(name).open("rb") as file:
                asset = upload_picture(
                    event, file=File(file, name=f"{name}.webp"), by=event.organizer, at=at,
                    alt_text=f"{row['name']}: {name.partition('-')[2].replace('-', ' ')}",
                    gallery=gallery,
                )  # fmt: skip
            AssetCategoryAssignment.objects.create(asset=asset, category=category)
        if not row.get("draft"):
            publish_gallery(gallery, by=event.organizer, at=at)
        else:
            AssetPermission.objects.create(
                asset=asset, user_id=helper.pk, granted_by=event.organizer, granted_at=at
            )


def _art(name):
    return next(path for art in ARTS if (path := art / f"{name}.webp").exists())
