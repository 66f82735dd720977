"""The filters of the public list, as its address carries them: ?q=satin&city=Milan&price=free."""

import django_filters
from django import forms
from django.contrib.postgres.search import SearchRank
from django.db.models import Count, F, Func, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .models import Event, EventCategory, EventListing, EventTag
from .search import LONGEST, wanted

PRICES = [("free", _("Free")), ("paid", _("Paid"))]
SORTS = [("date", _("Date")), ("price", _("Price")), ("new", _("Newly added"))]
GROWING = ["city", "category", "tag"]  # choices that are rows
DEAREST = 99_999_999
PAST = "past"
BOXES = {"widget": forms.CheckboxSelectMultiple, "distinct": False}


class EventFilter(django_filters.FilterSet):
    """
    Narrows `EventListing`s, and counts what each choice would find beside the other filters.

    Of those that are not over at the moment `at`, or with `when=past` of those that are. A value
    that makes no sense is an error of its field and narrows nothing.
    """

    q = django_filters.CharFilter(label=_("Search events"), method="worded", max_length=LONGEST)
    type = django_filters.MultipleChoiceFilter(label=_("Type"), choices=Event.Type.choices, **BOXES)
    city = django_filters.MultipleChoiceFilter(label=_("City"), **BOXES)
    category = django_filters.MultipleChoiceFilter(
        label=_("Category"), field_name="categories", method="overlapping", **BOXES
    )
    tag = django_filters.MultipleChoiceFilter(
        label=_("Tag"), field_name="tags", method="overlapping", **BOXES
    )
    date_from = django_filters.DateFilter(
        field_name="end_date",
        lookup_expr="date__gte",
        label=_("From"),
        widget=forms.DateInput({"type": "date"}),
    )
    date_to = django_filters.DateFilter(
        field_name="start_date",
        lookup_expr="date__lte",
        label=_("To"),
        widget=forms.DateInput({"type": "date"}),
    )
    price = django_filters.MultipleChoiceFilter(
        label=_("Price"), choices=PRICES, method="priced", **BOXES
    )
    price_max = django_filters.NumberFilter(
        field_name="price_from",
        lookup_expr="lte",
        label=_("Up to, in the event's currency"),
        min_value=0,
        max_value=DEAREST,
    )
    available = django_filters.MultipleChoiceFilter(
        label=_("Availability"),
        choices=[("1", _("Tickets available"))],
        method="with_places",
        **BOXES,
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"),
        choices=SORTS,
        empty_label=_("Best match"),
        method="unchanged",
        widget=forms.Select({"class": "select", "form": "filters"}),
    )

    class Meta:
        model = EventListing
        fields = []

    def __init__(self, data, *, at):
        self.at, self.is_past = at, data.get("when") == PAST
        rows = EventListing.objects
        super().__init__(data, queryset=rows.past(at) if self.is_past else rows.upcoming(at))
        for name, choices in self._choices().items():
            self.filters[name].field.choices = choices

    def _choices(self):
        cities = self.queryset.order_by("city").values_list("city", flat=True).distinct()
        tags = EventTag.objects.order_by("name").values_list("slug", "name")
        return {
            "city": [(city, city) for city in cities],
            "category": list(EventCategory.objects.as_outline()),
            "tag": list(tags),
        }

    def worded(self, queryset, name, text):
        return queryset.filter(document=self.wanted.query) if self.wanted else queryset.none()

    def overlapping(self, queryset, name, slugs):
        return queryset.filter(**{f"{name}__overlap": slugs})

    def priced(self, queryset, name, kinds):
        free = Q(price_from=0) if "free" in kinds else Q()
        return queryset.filter(free | Q(price_from__gt=0) if "paid" in kinds else free)

    def with_places(self, queryset, name, value):
        return queryset.with_places(self.at)

    def unchanged(self, queryset, name, value):
        return queryset

    @cached_property
    def asked(self):
        """What the address says, as far as it makes sense."""
        self.form.full_clean()
        return self.form.cleaned_data

    @cached_property
    def wanted(self):
        """What the words typed were taken for, or None where there were none."""
        return wanted(self.asked.get("q", ""))

    def narrowed(self, *, without=""):
        """What the filters leave, all but one of them."""
        queryset = self.queryset
        for name, value in self.asked.items():
            if name != without and value not in (None, "", []):
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def filter_queryset(self, queryset):
        return self.narrowed()

    def ordered(self):
        """The rows in the order asked for; of a search, the best first unless said otherwise."""
        asked = self.asked.get("sort") or ("rank" if self.wanted else "date")
        order = {
            "date": ["-start_date" if self.is_past else "start_date"],
            "price": [F("price_from").asc(nulls_last=True), "start_date"],
            "new": ["-created_at"],
            "rank": ["-rank", "start_date"],
        }[asked]
        rows = self.qs
        if asked == "rank":
            rows = rows.annotate(rank=SearchRank(F("document"), self.wanted.query))
        return rows.order_by(*order, "pk")

    @property
    def is_on(self):
        """Whether anything is asked for at all."""
        return any(self.data.get(name) for name in self.filters if name != "sort")

    def facets(self):
        """
        [(field, [(option, number of events)])], with one query a filter.

        A place, category or tag that would find nothing is left out unless it is chosen.
        """
        for name, counts in self._counts().items():
            field = self.form[name]
            options = [(option, counts.get(option.data["value"], 0)) for option in field]
            if name in GROWING:
                options = [line for line in options if line[1] or line[0].data["selected"]]
            if options or field.errors:
                yield field, options

    def _counts(self):
        return {
            "type": self._grouped("type", "type"),
            "city": self._grouped("city", "city"),
            "category": self._grouped("category", Func("categories", function="unnest")),
            "tag": self._grouped("tag", Func("tags", function="unnest")),
            "price": self.narrowed(without="price").aggregate(
                free=Count("pk", Q(price_from=0)), paid=Count("pk", Q(price_from__gt=0))
            ),
            "available": {"1": self.narrowed(without="available").with_places(self.at).count()},
        }

    def _grouped(self, name, by):
        rows = self.narrowed(without=name).values(choice=by if isinstance(by, Func) else F(by))
        return dict(rows.annotate(n=Count("pk")).values_list("choice", "n").order_by())
