"""What the public finds events by. The database keeps these rows; the application only reads."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from .events import Event


class EventListingQuerySet(models.QuerySet):
    def upcoming(self, at):
        return self.filter(end_date__gt=at)

    def past(self, at):
        return self.filter(end_date__lte=at)

    def akin(self, event, at):
        """Those to come that share a category or tag with an event, or its city, soonest first."""
        own = getattr(event, "listing", None)
        if own is None:  # a draft
            return self.none()
        same = Q(city=own.city) | Q(categories__overlap=own.categories) | Q(tags__overlap=own.tags)
        others = self.upcoming(at).filter(same).exclude(pk=own.pk)
        return others.order_by("start_date", "pk")


class EventListing(models.Model):
    """
    One event that is no draft, with the words and facts it is searched by.

    Triggers write it (migrations `listings`), from the event, its venue, categories and tags, and
    from what upper apps know: names of designers, prices, whether there are places. It has no
    policies, for everything in it is public: they would keep full-text search off its index.
    """

    event = models.OneToOneField(
        Event, models.DO_NOTHING, primary_key=True, related_name="listing", db_constraint=False
    )
    status = models.TextField()
    type = models.TextField()
    city = models.TextField()
    start_date = models.DateTimeField()
    end_date = models.DateTimeField()
    created_at = models.DateTimeField()
    categories = ArrayField(models.TextField(), default=list)  # addresses, the wider ones too
    tags = ArrayField(models.TextField(), default=list)
    price_from = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    has_places = models.BooleanField(default=False)
    sale_start = models.DateTimeField(null=True)
    sale_end = models.DateTimeField(null=True)

    objects = EventListingQuerySet.as_manager()

    class Meta:
        db_table = "event_listings"
        indexes = [
            models.Index(fields=["start_date", "event", "end_date"], name="event_listings_by_date"),
            models.Index(fields=["end_date"], name="event_listings_by_end"),
        ]

    def __str__(self):
        return str(self.event_id)

    @classmethod
    def has_places_at(cls, at):
        """The condition that one can buy a ticket at this moment."""
        return Q(
            Q(sale_start=None) | Q(sale_start__lte=at),
            Q(sale_end=None) | Q(sale_end__gt=at),
            status=Event.Status.PUBLISHED,
            has_places=True,
            end_date__gt=at,
        )


class EventDocument(models.Model):
    """All words of a listing. Apart from it, so that filters and counts read narrow rows."""

    listing = models.OneToOneField(
        EventListing,
        models.DO_NOTHING,
        primary_key=True,
        related_name="words",
        db_constraint=False,
        db_column="event_id",
    )
    document = SearchVectorField()

    class Meta:
        db_table = "event_documents"
        indexes = [GinIndex(fields=["document"], name="event_documents_document")]

    def __str__(self):
        return str(self.listing_id)


class NamedPage(models.Model):
    """
    A page of its own that a name finds: a venue's, a designer's, a collection's, a model's.

    Of those that anybody may open, and no others; triggers write it as they write listings. `id` is
    that of the row it stands for, `kind` what that is.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    slug = models.TextField()
    name = models.TextField()
    document = SearchVectorField()

    class Meta:
        db_table = "named_pages"
        indexes = [GinIndex(fields=["document"], name="named_pages_document")]

    def __str__(self):
        return self.name


class EventWord(models.Model):
    """A word of some document or name: what a mistyped one is compared with."""

    word = models.TextField(primary_key=True)

    class Meta:
        db_table = "event_words"

    def __str__(self):
        return self.word
