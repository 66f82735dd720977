"""What events are filed under, what they offer, whom they let in. The platform keeps the words."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.access import May
from fashionista.common.access import Admin, Guarded, Public, Through
from fashionista.common.database_rules import Acyclic

from .events import Event


class EventCategoryQuerySet(models.QuerySet):
    def below(self, category):
        """The keys of a category and of all that are filed under it."""
        children = {}
        for key, parent in self.values_list("pk", "parent"):
            children.setdefault(parent, []).append(key)
        found, ahead = set(), [category.pk]
        while ahead:
            key = ahead.pop()
            if key not in found:
                found.add(key)
                ahead += children.get(key, [])
        return found

    def as_outline(self):
        """(address, name) of each, the narrower below the wider and set in by a dash a level."""
        children = {}
        for category in self.order_by("name").only("slug", "name", "parent"):
            children.setdefault(category.parent_id, []).append(category)
        ahead = [(category, 0) for category in reversed(children.get(None, []))]
        while ahead:
            category, depth = ahead.pop()
            yield category.slug, f"{'– ' * depth}{category.name}"
            ahead += [(child, depth + 1) for child in reversed(children.get(category.pk, []))]


class EventCategory(Guarded):
    """A kind of event, perhaps within a wider one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("within"),
    )
    meta_data = models.JSONField(default=dict, blank=True)

    objects = EventCategoryQuerySet.as_manager()

    access = [Public(), Admin(), Acyclic("parent")]

    class Meta:
        db_table = "event_categories"
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="event_categories_not_within_itself",
                violation_error_message=_("A category is not within itself."),
            ),
            models.UniqueConstraint(
                "parent",
                Lower("name"),
                name="event_categories_name_once",
                nulls_distinct=False,
                violation_error_message=_("There is a category of this name here already."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """The database refuses a circle too; here it is said in words."""
        if self.parent_id and self.parent_id in EventCategory.objects.below(self):
            raise ValidationError({"parent": _("A category is not within itself.")})


class EventTag(Guarded):
    """A word that events are found by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [Public(), Admin()]

    class Meta:
        db_table = "event_tags"
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="event_tags_name_once",
                violation_error_message=_("There is a tag of this name already."),
            )
        ]

    def __str__(self):
        return self.name


class EventTagAssignment(Guarded):
    """One tag on one event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="tag_assignments")
    tag = models.ForeignKey(
        EventTag, models.CASCADE, related_name="assignments", verbose_name=_("tag")
    )

    access = [Through("event"), May("event", "programme"), Admin()]

    class Meta:
        db_table = "event_tag_assignments"
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "tag"],
                name="event_tag_assignments_once",
                violation_error_message=_("The event has this tag already."),
            )
        ]

    def __str__(self):
        return _("tag %(id)s") % {"id": str(self.pk)[:8]}


class EventAmenity(Guarded):
    """Something an event can offer those who come, such as a cloakroom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True)
    icon = models.CharField(_("icon"), max_length=60, blank=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [Public(), Admin()]

    class Meta:
        db_table = "event_amenities"
        verbose_name = _("amenity")
        verbose_name_plural = _("amenities")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="event_amenities_name_once",
                violation_error_message=_("There is an amenity of this name already."),
            )
        ]

    def __str__(self):
        return self.name


class EventAmenityAssignment(Guarded):
    """One amenity at one event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="amenity_assignments")
    amenity = models.ForeignKey(
        EventAmenity, models.CASCADE, related_name="assignments", verbose_name=_("amenity")
    )

    access = [Through("event"), May("event", "programme"), Admin()]

    class Meta:
        db_table = "event_amenity_assignments"
        verbose_name = _("amenity")
        verbose_name_plural = _("amenities")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "amenity"],
                name="event_amenity_assignments_once",
                violation_error_message=_("The event offers this already."),
            )
        ]

    def __str__(self):
        return _("amenity %(id)s") % {"id": str(self.pk)[:8]}


class EventRestriction(Guarded):
    """What limits who comes in: an age, a number, a dress. The sale counts the numbers."""

    class Type(models.TextChoices):
        AGE = "age", _("Age")
        CAPACITY = "capacity", _("Capacity")
        DRESS_CODE = "dress_code", _("Dress code")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="restrictions")
    type = models.TextField(_("type"), choices=Type)
    description = models.TextField(_("description"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        _("from the age of"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    capacity = models.PositiveIntegerField(
        _("people at most"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    meta_data = models.JSONField(default=dict, blank=True)

    access = [Through("event"), May("event", "programme"), Admin()]

    class Meta:
        db_table = "event_restrictions"
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["age", "capacity", "dress_code", "other"]),
                name="event_restrictions_type_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    type="age",
                    minimum_age__isnull=False,
                    minimum_age__gte=1,
                    minimum_age__lte=120,
                )
                | ~Q(type="age") & Q(minimum_age=None),
                name="event_restrictions_minimum_age_said",
                violation_error_message=_("An age restriction, and no other, has an age."),
            ),
            models.CheckConstraint(
                condition=Q(type="capacity", capacity__isnull=False, capacity__gte=1)
                | ~Q(type="capacity") & Q(capacity=None),
                name="event_restrictions_capacity_said",
                violation_error_message=_("A capacity restriction, and no other, has a number."),
            ),
            models.UniqueConstraint(
                fields=["event", "type"],
                condition=Q(type__in=["age", "capacity", "dress_code"]),
                name="event_restrictions_once_a_type",
                violation_error_message=_("The event has a restriction of this type already."),
            ),
        ]

    def __str__(self):
        return _("%(type)s restriction") % {"type": self.get_type_display()}

    @property
    def icon(self):
        return {"age": "age", "capacity": "people", "dress_code": "garment"}.get(self.type, "info")

    @property
    def sentence(self):
        """What visitors read of it: the fact, then what the organizer adds."""
        facts = {
            self.Type.AGE: _("From the age of %(age)s.") % {"age": self.minimum_age},
            self.Type.CAPACITY: _("At most %(n)s people.") % {"n": self.capacity},
        }
        return " ".join(filter(None, [facts.get(self.type, ""), self.description]))
