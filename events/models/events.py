"""Events: what, where, when, by whom."""

import uuid
import zoneinfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import (
    MaxLengthValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.access import PERMISSIONS, May, MayFor
from fashionista.common.access import (
    Actor,
    Admin,
    Agrees,
    Guarded,
    Own,
    Public,
    Reserved,
    System,
    Through,
)
from fashionista.common.addresses import Addressed
from fashionista.common.encryption import EncryptedJSONField, EncryptedTextField

from .venues import Hall, Venue, validate_timezone

ZONE = Coalesce("venue__timezone", "clock")  # what `Event.timezone` is, in a query


class EventQuerySet(models.QuerySet):
    def listed(self):
        """What the public list shows: everything but drafts."""
        return self.exclude(status=Event.Status.DRAFT)

    def upcoming(self, at):
        return self.filter(end_date__gt=at)

    def with_organizer_name(self):
        """Adds `organizer_name`, the public one: the organizer's own row is nobody's to read."""
        profile = OrganizerProfile.objects.filter(user=OuterRef("organizer"))
        return self.annotate(organizer_name=Subquery(profile.values("public_name")[:1]))


class Event(Addressed):
    """A show, an exhibition or a workshop that an organizer puts on."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        COMPLETED = "completed", _("completed")

    class Type(models.TextChoices):
        FASHION_SHOW = "fashion_show", _("Fashion show")
        EXHIBITION = "exhibition", _("Exhibition")
        WORKSHOP = "workshop", _("Workshop")

    class Thread(models.TextChoices):
        BORDEAUX = "bordeaux", _("bordeaux")
        COBALT = "cobalt", _("cobalt")
        BOTTLE = "bottle", _("bottle")
        CITRON = "citron", _("citron")
        CORAL = "coral", _("coral")
        LILAC = "lilac", _("lilac")
        CAMEL = "camel", _("camel")
        INK = "ink", _("ink")

    class Cover(models.TextChoices):
        """The artwork that comes with the portal, by the name of its cloth."""

        KNIT = "knit", _("knit")
        MOIRE = "moire", _("moiré")
        ORGANZA = "organza", _("organza")
        PAILLETTE = "paillette", _("paillette")
        PATTERN = "pattern", _("pattern")
        PLISSE = "plisse", _("plissé")
        POSTER = "poster", _("poster")
        RUFFLE = "ruffle", _("ruffle")
        RUNWAY = "runway", _("runway")
        SATIN = "satin", _("satin")
        SHIBORI = "shibori", _("shibori")
        TARTAN = "tartan", _("tartan")
        THREADS = "threads", _("threads")
        VELVET = "velvet", _("velvet")

    MOVES = {
        "status": {
            Status.DRAFT: {Status.PUBLISHED},
            Status.PUBLISHED: {Status.POSTPONED, Status.CANCELLED, Status.COMPLETED},
            Status.POSTPONED: {Status.PUBLISHED, Status.CANCELLED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="events", verbose_name=_("organizer")
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    start_date = models.DateTimeField(_("starts"))
    end_date = models.DateTimeField(_("ends"))
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("venue"),
        help_text=_("A draft may have none yet."),
    )
    clock = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        db_default="UTC",
        validators=[validate_timezone],
        help_text=_("The time zone while there is no venue, such as Europe/Rome."),
    )
    hall = models.ForeignKey(
        Hall,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("hall"),
        help_text=_("Left open, it takes the whole venue."),
        db_constraint=False,
    )
    status = models.TextField(_("status"), choices=Status, default=Status.DRAFT)
    capacity = models.PositiveIntegerField(_("capacity"), validators=[MinValueValidator(1)])
    type = models.TextField(_("type"), choices=Type)
    category = models.ForeignKey(
        "EventCategory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("category"),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator("^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
    )
    thread = models.TextField(_("thread"), choices=Thread, default=Thread.BORDEAUX)
    cover = models.TextField(_("cover"), choices=Cover, default=Cover.SATIN)
    cover_alt = models.CharField(_("cover described"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    meta_data = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    audit_event = "id"
    access = [
        Public(when=~Q(status="draft")),
        Own("organizer", role="organizer"),
        May("id", "view", may="view"),
        May("id", "programme", may="change"),
        System("events.team", may="view"),
        Admin(),
        Reserved("organizer", to=["admin"]),
        Agrees("hall", on="venue"),
    ]

    class Meta:
        db_table = "events"
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["draft", "published", "postponed", "cancelled", "completed"]
                ),
                name="events_status_known",
            ),
            models.CheckConstraint(
                condition=Q(type__in=["fashion_show", "exhibition", "workshop"]),
                name="events_type_known",
            ),
            models.CheckConstraint(
                condition=Q(end_date__gt=F("start_date")),
                name="events_end_after_start",
                violation_error_message=_("An event ends after it starts."),
            ),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="events_capacity_positive"),
            models.CheckConstraint(
                condition=Q(venue__isnull=False) | Q(status="draft"),
                name="events_venue_unless_draft",
                violation_error_message=_("Only a draft may be without a venue."),
            ),
            models.CheckConstraint(
                condition=Q(hall=None) | Q(venue__isnull=False),
                name="events_hall_in_a_venue",
                violation_error_message=_("A hall is part of a venue: choose the venue first."),
            ),
            models.UniqueConstraint(fields=["id", "organizer"], name="events_id_organizer"),
            models.UniqueConstraint(fields=["id", "type"], name="events_id_type"),
        ]
        indexes = [
            models.Index(fields=["status", "start_date"], name="events_listing"),
            models.Index(fields=["organizer", "-start_date"], name="events_of_organizer"),
        ]

    def __str__(self):
        return self.title

    @property
    def timezone(self):
        """The name of the venue's time zone; of the draft's own while there is no venue."""
        return self.venue.timezone if self.venue_id else self.clock

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def place(self):
        """Where it is, in a line: the venue and its city."""
        return str(self.venue if self.venue_id else _("Venue to be announced"))

    @property
    def address(self):
        """Where it is, for whoever has to find it."""
        venue = self.venue if self.venue_id else None
        return f"{venue.name}, {venue.address}, {venue.city}" if venue else self.place


class EventSchedule(Guarded):
    """One point of an event's public programme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="schedules")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    start_time = models.DateTimeField(_("starts"))
    end_time = models.DateTimeField(_("ends"))
    location = models.CharField(_("location"), max_length=200, blank=True)
    type = models.CharField(_("type"), max_length=40, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, db_column="order")

    access = [Through("event"), May("event", "programme"), Admin()]

    class Meta:
        db_table = "event_schedules"
        verbose_name = _("schedule entry")
        verbose_name_plural = _("schedule")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time__gte=F("start_time")),
                name="event_schedules_end_after_start",
                violation_error_message=_("An entry ends after it starts."),
            )
        ]
        indexes = [models.Index(fields=["event", "position"], name="event_schedules_order")]

    def __str__(self):
        return self.title


class OrganizerProfile(Guarded):
    """The face and the books of an organizer, who is the merchant of their own events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="organizer_profile"
    )
    public_name = models.CharField(_("public name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    legal_name = EncryptedTextField(_("legal name"), blank=True)
    address = EncryptedTextField(_("postal address"), blank=True, multiline=True)
    vat_id = EncryptedTextField(_("VAT number"), blank=True)
    default_tax_rate = models.DecimalField(
        _("VAT rate, percent"), max_digits=5, decimal_places=2, default=0
    )
    invoice_prefix = models.CharField(
        _("invoice numbers begin with"),
        max_length=20,
        blank=True,
        default="",
        db_default="",
        validators=[
            RegexValidator(
                r"^[A-Z0-9]+(-[A-Z0-9]+)*\Z",
                _("Capital letters and digits, parted by single dashes, such as NL-2027."),
            )
        ],
        help_text=_("NL-2027 gives NL-2027-000001. The count goes on when this changes."),
    )
    invoice_note = EncryptedTextField(
        _("small print of invoices"),
        null=True,
        blank=True,
        multiline=True,
        validators=[MaxLengthValidator(500)],
    )
    gateway_credentials = EncryptedJSONField(default=dict, blank=True)

    audit_organizer = "user"
    access = [
        Public(),  # what is not for the public is ciphertext
        MayFor("user", "finance", may="change"),
        Admin(),
        Reserved("user", to=["admin"]),
    ]

    class Meta:
        db_table = "organizer_profiles"
        verbose_name = _("organizer profile")
        verbose_name_plural = _("organizer profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(default_tax_rate__gte=0, default_tax_rate__lte=100),
                name="organizer_profiles_tax_rate_percent",
            ),
            models.CheckConstraint(
                condition=Q(invoice_prefix__regex=r"^([A-Z0-9]+(-[A-Z0-9]+)*)?$"),
                name="organizer_profiles_invoice_prefix",
            ),
        ]

    def __str__(self):
        return self.public_name


class EventTeamMember(Guarded):
    """What a colleague may do at one event of an organizer, or (no event) at all of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="team_members"
    )
    event = models.ForeignKey(
        Event,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="team_members",
        db_constraint=False,
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="teams")
    permissions = ArrayField(models.TextField(), verbose_name=_("permissions"))

    access = [
        Own("organizer", role="organizer"),
        Own("user", may="view"),
        System("events.team", may="view add", when=Q(user=Actor())),  # who accepts, joins
        Admin(),
        Agrees("event", on="organizer"),
    ]

    class Meta:
        db_table = "event_team"
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = [
            models.CheckConstraint(
                condition=Q(permissions__contained_by=PERMISSIONS),
                name="event_team_permissions_known",
            ),
            models.UniqueConstraint(
                fields=["organizer", "event", "user"],
                name="event_team_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(user=F("organizer")), name="event_team_not_the_owner"
            ),
        ]

    def __str__(self):
        return _("team member %(id)s") % {"id": str(self.user_id)[:8]}
