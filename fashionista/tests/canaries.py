"""Words put into the demo season's rows that only some of its people may read."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import NoReverseMatch, reverse

from communications.models import Campaign
from communications.tests.factories import NotificationFactory
from events.models import Event, OrganizerProfile
from events.tests.factories import EventScheduleFactory
from fashionista.common.testing import NOON
from feedback.tests.factories import (
    DesignerReviewFactory,
    EventFeedbackFactory,
    ModelReviewFactory,
    VendorRatingFactory,
)
from industry.models import Collection, Designer, FashionModel
from media.tests.factories import MediaAssetFactory, MediaGalleryFactory
from production.models import LineupEntry, RehearsalSchedule, TechnicalRequirement
from sponsorship.tests.factories import EventSponsorshipFactory, SponsorAssetFactory
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory
from ticketing.models import Order, Payment, Ticket
from ticketing.tests.factories import AnswerFactory, QuestionFactory, RefundRequestFactory
from vendors.tests.factories import EventVendorFactory, VendorContractFactory

# Shows ahead that none of the demo's other people have to do with.
SHOWS = {"organizer": "undertow", "organizer2": "frill-seekers"}
WORD = "kanari"
PERSONAL = ["accounts", "communications"]  # whose pages at the desk are for admins


@dataclass
class Canaries:
    """`readers[word]`: who may come to see it; `where[word]`: the column that holds it."""

    readers: dict = field(default_factory=dict)
    where: dict = field(default_factory=dict)
    pages: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)  # by word

    def put(self, row, *readers, **values):
        """Write values into the row, each with a word of its own where it says WORD."""
        for name, value in values.items():
            word = f"{WORD}{len(self.readers):03}"
            self._note(word, row, name, readers)
            setattr(row, name, json.loads(json.dumps(value).replace(WORD, word)))
        self._keep(row, values, readers)

    def put_figures(self, row, *readers, **values):
        """As `put`, for what is no text: the values are found as they are."""
        for name, value in values.items():
            self._note(str(value), row, name, readers)
            setattr(row, name, {"waist": value} if name == "measurements" else value)
        self._keep(row, values, readers)

    def _note(self, word, row, name, readers):
        self.readers[word] = {"admin", *readers}
        self.where[word] = f"{row._meta.label}.{name}"
        self.rows[word] = row

    def _keep(self, row, values, readers):
        row.save(update_fields=list(values))
        label, name = row._meta.app_label, row._meta.model_name
        with suppress(NoReverseMatch):  # it is written on another's page
            page = reverse(f"admin:{label}_{name}_change", args=[row.pk])
            self.pages.append((page, {"admin", *readers} if label not in PERSONAL else {"admin"}))

    def pages_for(self, reader):
        return [page for page, readers in self.pages if reader in readers]

    def within(self, text):
        return {word for word in self.readers if word.encode() in text}

    def not_for(self, reader):
        return {word for word, readers in self.readers.items() if reader not in readers}


def put_canaries(people):
    """Into what is of each house alone and of each person: `people` by their short names."""
    canaries = Canaries()
    for house, slug in SHOWS.items():
        event = Event.objects.get(slug=slug)
        draft = Event.objects.get(organizer=people[house], status=Event.Status.DRAFT)
        profile = OrganizerProfile.objects.get(user=people[house])
        canaries.put(draft, house, title=WORD, summary=WORD, description=WORD)
        canaries.put(EventScheduleFactory(event=draft), house, title=WORD)
        canaries.put(profile, house, legal_name=WORD, address=WORD, vat_id=WORD)
        put_into_sale(canaries, house, event, people["attendee"])
        put_into_production(canaries, house, event)
        put_into_partners(canaries, house, event)
        put_into_feedback(canaries, house, event)
    put_into_people(canaries, people)
    return canaries


def put_into_sale(canaries, house, event, attendee):
    sold = Order.objects.filter(event=event, status="completed")
    order = sold.exclude(user=attendee).first()
    buyer = dict.fromkeys(("buyer_name", "buyer_phone", "notes"), WORD)
    canaries.put(order, house, **buyer)
    ticket = Ticket.objects.filter(order=order).first()
    canaries.put(ticket, house, holder_name=WORD)
    question = QuestionFactory(event=event, label="What do you bring?")
    canaries.put(AnswerFactory(ticket=ticket, question=question), house, value=WORD)
    canaries.put(Payment.objects.filter(order=order).first(), house, transaction_id=WORD)
    answered = {"status": "declined", "answer": "No", "answered_by": event.organizer}
    request = RefundRequestFactory(order=order, answered_at=NOON, **answered)
    canaries.put(request, house, reason=WORD, answer=WORD)


def put_into_production(canaries, house, event):
    look = LineupEntry.objects.filter(event=event).first()
    requirement = TechnicalRequirement.objects.filter(event=event).first()
    rehearsal = RehearsalSchedule.objects.filter(event=event).first()
    assignment = StaffAssignmentFactory(shift=ShiftFactory(event=event))
    canaries.put(look, house, notes=WORD)
    canaries.put(requirement, house, title=WORD, notes=WORD)
    canaries.put(rehearsal, house, location=WORD, notes=WORD)
    canaries.put(assignment.shift, house, notes=WORD)
    canaries.put(assignment, house, notes=WORD)


def put_into_partners(canaries, house, event):
    deal = EventSponsorshipFactory(event=event, start_date=event.start_date)
    artwork = SponsorAssetFactory(sponsor=deal.sponsor)
    booking = EventVendorFactory(event=event)
    contract = VendorContractFactory(
        event=event, vendor=booking.vendor, start_date=event.start_date
    )
    campaign = Campaign.objects.filter(organizer=event.organizer).first()
    canaries.put(deal, house, terms={"payment": WORD})
    canaries.put(deal.sponsor, house, name=WORD, contact_info={"name": WORD})
    canaries.put(deal.package, house, name=WORD)
    canaries.put(artwork, house, url=f"https://sponsor.example/{WORD}.svg")
    canaries.put(booking, house, requirements={"access": WORD})
    canaries.put(booking.vendor, house, name=WORD, contact_info={"phone": WORD})
    canaries.put(booking.service, house, name=WORD)
    canaries.put(contract, house, terms={"work": WORD})
    canaries.put(campaign, house, name=WORD, description=WORD)


def put_into_feedback(canaries, house, event):
    gallery = MediaGalleryFactory(event=event)
    picture = MediaAssetFactory(event=event)
    canaries.put(gallery, house, name=WORD, slug=WORD, description=WORD)
    canaries.put(picture, house, filename=WORD)
    canaries.put(EventFeedbackFactory(event=event), house, feedback=WORD, display_name=WORD)
    canaries.put(DesignerReviewFactory(event=event), house, review=WORD, display_name=WORD)
    canaries.put(ModelReviewFactory(event=event), house, review=WORD)
    canaries.put(VendorRatingFactory(event=event), house, review=WORD)


def put_into_people(canaries, people):
    for name, person in people.items():
        message = NotificationFactory(user=person, title="A message")
        canaries.put(person, name, phone_number=WORD)
        canaries.put(message, name, title=WORD)
    designer = Designer.objects.exclude(user=people["designer"]).order_by("slug").first()
    model = FashionModel.objects.exclude(user=people["model"]).order_by("slug").first()
    own_designer = Designer.objects.get(user=people["designer"])
    own_model = FashionModel.objects.get(user=people["model"])
    unseen = Collection.objects.get(designer=own_designer, status=Collection.Status.DRAFT)
    canaries.put(designer, achievements=[{"title": WORD}])
    designer.shows_achievements = False
    designer.save(update_fields=["shows_achievements"])
    canaries.put_figures(model, height=Decimal("211.37"), measurements=233.71)
    canaries.put(model, availability=[{"from": "2031-01-01", "to": "2031-01-02", "note": WORD}])
    canaries.put_figures(own_model, "model", height=Decimal("212.39"), measurements=234.73)
    canaries.put(unseen, "designer", name=WORD, description=WORD)
