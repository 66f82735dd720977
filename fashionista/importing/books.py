"""What organizers keep for all of their events: venues, vendors, sponsors."""

from collections import defaultdict

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from events.access import OfMyHouses
from events.creating import save_at_free_address
from events.models import Hall, Venue
from events.permissions import can_edit_programme, owns_events
from fashionista.common.admin import only_admins
from fashionista.common.sealing import normalised
from sponsorship.models import Sponsor
from sponsorship.permissions import can_manage_sponsors
from vendors.models import Vendor
from vendors.permissions import can_manage_vendors

from .fields import PartsField, WordsField
from .kinds import Column, ModelKind


def text(label, most=200, *, required=False, help_text=""):
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def email(label):
    return forms.EmailField(label=label, max_length=254, required=False)


def houses():
    found = User.objects.filter(organizer_profile__isnull=False)
    return found.select_related("organizer_profile").order_by("organizer_profile__public_name")


def filled(**said):
    return {key: value for key, value in said.items() if value}


class Venues(ModelKind):
    model = Venue
    title = gettext_lazy("Venues")
    about = gettext_lazy(
        "Places events happen at. They are yours; those an admin imports are everybody’s."
    )
    allowed = staticmethod(owns_events)
    checked_elsewhere = ("slug", "owner")
    columns = {
        "name": Column(text(gettext_lazy("Name"), required=True), "Filanda Vecchia"),
        "address": Column(text(gettext_lazy("Address"), 300, required=True), "Via dei Telai 7"),
        "city": Column(text(gettext_lazy("City"), 100, required=True), "Como"),
        "country": Column(text(gettext_lazy("Country"), 100, required=True), "Italy"),
        "capacity": Column(
            forms.IntegerField(label=gettext_lazy("Capacity"), min_value=1, max_value=1_000_000),
            "450",
        ),
        "timezone": Column(
            text(
                gettext_lazy("Time zone"),
                64,
                required=True,
                help_text=gettext_lazy("Such as Europe/Rome."),
            ),
            "Europe/Rome",
        ),
        "latitude": Column(
            forms.DecimalField(
                label=gettext_lazy("Latitude"),
                required=False,
                max_digits=9,
                decimal_places=6,
                help_text=gettext_lazy("Degrees north, with a point."),
            ),
            "45.810000",
        ),
        "longitude": Column(
            forms.DecimalField(
                label=gettext_lazy("Longitude"),
                required=False,
                max_digits=9,
                decimal_places=6,
                help_text=gettext_lazy("Degrees east, with a point."),
            ),
            "9.085000",
        ),
        "facilities": Column(
            PartsField(
                label=gettext_lazy("Facilities"),
                required=False,
                help_text=gettext_lazy("Parted by semicolons."),
            ),
            "Step-free; Cloakroom",
        ),
    }

    def build(self, told):
        owner = None if only_admins(self.by) else self.by
        return Venue(owner=owner, **{**vars(told), "facilities": told.facilities or []})

    def check(self, told, wrong):
        yield from super().check(told, wrong)
        if not wrong & {"name", "city"}:
            sentences = list(self.twice(normalised(told.name), normalised(told.city)))
            there = Venue.objects.filter(name__iexact=told.name, city__iexact=told.city)
            owner = None if only_admins(self.by) else self.by
            if not sentences and there.filter(owner=owner).exists():
                sentences = [_("There is a venue of that name in this city already.")]
            for sentence in sentences:
                yield "name", sentence

    def save(self, row):
        save_at_free_address(row)

    @classmethod
    def shown(cls, keys):
        return _shown(Venue.objects.filter(pk__in=keys), "admin:events_venue_change")


class Halls(ModelKind):
    model = Hall
    title = gettext_lazy("Halls")
    about = gettext_lazy("Parts of your venues with doors of their own.")
    allowed = staticmethod(can_edit_programme)
    checked_elsewhere = ("venue",)
    columns = {
        "venue": Column(
            text(
                gettext_lazy("Venue"),
                302,
                required=True,
                help_text=gettext_lazy(
                    "Its name; where several are called so, with the city: Filanda Vecchia, Como."
                ),
            ),
            "Filanda Vecchia",
        ),
        "name": Column(text(gettext_lazy("Name"), 100, required=True), "Sala dei Telai"),
        "capacity": Column(
            forms.IntegerField(label=gettext_lazy("Capacity"), min_value=1, max_value=1_000_000),
            "120",
        ),
    }

    def before_import(self, dataset, **kwargs):
        venues = Venue.objects.all()
        if not only_admins(self.by):
            venues = venues.filter(OfMyHouses("owner", "programme"))
        self.venues = defaultdict(list)
        for venue in venues:
            self.venues[normalised(venue.name)].append(venue)
            self.venues[normalised(str(venue))].append(venue)
        halls = Hall.objects.filter(venue__in=venues).values_list("venue", "name")
        self.halls = {(venue, normalised(name)) for venue, name in halls}

    def build(self, told):
        return Hall(venue=self._venue(told), name=told.name, capacity=told.capacity)

    def _venue(self, told):
        """The one venue that is called so."""
        venues = self.venues[normalised(told.venue or "")]
        return venues[0] if len(venues) == 1 else None

    def check(self, told, wrong):
        yield from super().check(told, wrong)
        if "venue" in wrong:
            return
        venue = self._venue(told)
        if venue is None:
            several = self.venues[normalised(told.venue)]
            words = (
                _("Several venues are called “%(name)s”: add the city.")
                if several
                else _("You have no venue called “%(name)s”.")
            )
            yield "venue", words % {"name": told.venue[:60]}
        elif "name" not in wrong:
            sentences = list(self.twice(venue.pk, normalised(told.name)))
            if not sentences and (venue.pk, normalised(told.name)) in self.halls:
                sentences = [_("This venue has a hall of that name already.")]
            for sentence in sentences:
                yield "name", sentence

    @classmethod
    def shown(cls, keys):
        return {
            str(hall.pk): (
                f"{hall.name}, {hall.venue}",
                reverse("admin:events_venue_change", args=[hall.venue_id]),
            )
            for hall in Hall.objects.filter(pk__in=keys).select_related("venue")
        }


class OfAHouse(ModelKind):
    """What is on the books of an organizer, once by its name."""

    needs = gettext_lazy("Organizer")
    permission = ""
    page = ""

    @classmethod
    def targets(cls, user):
        return houses() if only_admins(user) else houses().filter(OfMyHouses("pk", cls.permission))

    def check(self, told, wrong):
        sentences = [] if "name" in wrong else list(self.twice(normalised(told.name)))
        for sentence in sentences:
            yield "name", sentence
        if not sentences:
            yield from super().check(told, wrong)

    @classmethod
    def shown(cls, keys):
        return _shown(cls.model.objects.filter(pk__in=keys), cls.page)


class Vendors(OfAHouse):
    model = Vendor
    title = gettext_lazy("Vendors")
    about = gettext_lazy("Companies that can be hired.")
    allowed = staticmethod(can_manage_vendors)
    permission, page = "vendors", "admin:vendors_vendor_change"
    place = {"contact_info": ""}
    columns = {
        "name": Column(text(gettext_lazy("Name"), required=True), "Lux Lighting"),
        "type": Column(
            WordsField(
                Vendor.Type.choices,
                label=gettext_lazy("What they do"),
                help_text=gettext_lazy("One or several, parted by commas: lighting, sound."),
            ),
            "lighting, sound",
        ),
        "contact_name": Column(text(gettext_lazy("Contact")), "Lea Lux"),
        "contact_email": Column(email(gettext_lazy("Email of the contact")), "lea@lux.example"),
        "contact_phone": Column(text(gettext_lazy("Phone of the contact"), 40), "+39 02 555 01 00"),
        "contact_address": Column(text(gettext_lazy("Postal address"), 500), "Via Lampo 3, Milano"),
    }

    def build(self, told):
        contact = filled(
            name=told.contact_name,
            email=told.contact_email,
            phone=told.contact_phone,
            address=told.contact_address,
        )
        return Vendor(
            organizer=self.target, name=told.name or "", type=told.type or [], contact_info=contact
        )


class Sponsors(OfAHouse):
    model = Sponsor
    title = gettext_lazy("Sponsors")
    about = gettext_lazy("Companies that give money or goods. New ones are taken on at their page.")
    allowed = staticmethod(can_manage_sponsors)
    permission, page = "sponsors", "admin:sponsorship_sponsor_change"
    place = {"contact_info": "", "company_info": ""}
    columns = {
        "name": Column(text(gettext_lazy("Name"), required=True), "Oltremare"),
        "industry": Column(text(gettext_lazy("Industry"), 100), "Perfume"),
        "contact_name": Column(text(gettext_lazy("Contact")), "Olga Mare"),
        "contact_email": Column(
            email(gettext_lazy("Email of the contact")), "olga@oltremare.example"
        ),
        "contact_phone": Column(
            text(gettext_lazy("Phone of the contact"), 40), "+39 010 555 01 00"
        ),
        "legal_name": Column(text(gettext_lazy("Legal name")), "Oltremare S.p.A."),
        "vat_id": Column(text(gettext_lazy("VAT number"), 40), ""),
        "postal_address": Column(
            text(gettext_lazy("Postal address"), 500), "Piazza del Porto 1, Genova"
        ),
        "website": Column(text(gettext_lazy("Website"), 500), "https://oltremare.example/"),
    }

    def build(self, told):
        return Sponsor(
            organizer=self.target,
            name=told.name or "",
            industry=told.industry or "",
            contact_info=filled(
                name=told.contact_name, email=told.contact_email, phone=told.contact_phone
            ),
            company_info=filled(
                legal_name=told.legal_name,
                vat_id=told.vat_id,
                address=told.postal_address,
                website=told.website,
            ),
        )


def _shown(rows, page):
    return {str(row.pk): (str(row), reverse(page, args=[row.pk])) for row in rows}
