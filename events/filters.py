"""What the public list is asked for, as its address carries it: ?q=satin&city=Milan&price=free."""

from collections import Counter

from django import forms
from django.contrib.postgres.search import SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .models import Event, EventCategory, EventListing, EventTag, Venue
from .search import LONGEST, wanted

PAST = "past"
SORTS = [("", _("Best match")), ("date", _("Date")), ("price", _("Price")), ("new", _("Newest"))]
DEAREST = 99_999_999
# What is counted: each filter with the column that holds a row's choices.
FACETS = {
    "type": "type", "city": "city", "category": "categories", "tag": "tags", "price": "price",
    "available": "available",
}  # fmt: skip
OF_THE_SALE = ["price", "price_max", "available"]  # nobody asks for them once all is over
EMPTY = (None, "", [])
MANY = ["categories", "tags"]  # columns that hold several choices
GROWING = ["city", "category", "tag"]  # choices that are rows


def _boxes(label, choices=()):
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _day(label):
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class EventFilter(forms.Form):
    """
    Finds `EventListing`s, and counts what each choice would find beside the other filters.

    Of those that are not over at the moment `at`, or with `when=past` of those that are. A value
    that makes no sense is an error of its field and narrows nothing.
    """

    q = forms.CharField(label=_("Search events"), required=False, max_length=LONGEST)
    type = _boxes(_("Type"), Event.Type.choices)
    city = _boxes(_("City"))
    category = _boxes(_("Category"))
    tag = _boxes(_("Tag"))
    date_from = _day(_("From"))
    date_to = _day(_("To"))
    price = _boxes(_("Price"), [("free", _("Free")), ("paid", _("Paid"))])
    price_max = forms.DecimalField(
        label=_("Up to, in the event's currency"), required=False, min_value=0, max_value=DEAREST
    )
    available = _boxes(_("Availability"), [("1", _("Tickets available"))])
    sort = forms.ChoiceField(
        label=_("Sort by"),
        choices=SORTS,
        required=False,
        widget=forms.Select({"class": "select", "form": "filters"}),
    )

    def __init__(self, data, *, at):
        super().__init__(data)
        self.at, self.is_past = at, data.get("when") == PAST
        if self.is_past:
            for name in OF_THE_SALE:
                del self.fields[name]
        cities = Venue.objects.order_by("city").values_list("city", flat=True).distinct()
        self.fields["city"].choices = [(city, city) for city in cities]
        self.fields["category"].choices = list(EventCategory.objects.as_outline())
        tags = EventTag.objects.order_by("name").values_list("slug", "name")
        self.fields["tag"].choices = list(tags)
        self.fields["sort"].choices = SORTS if data.get("q") else SORTS[1:]

    @cached_property
    def asked(self):
        """What the address says, as far as it makes sense."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value not in EMPTY}

    @property
    def is_on(self):
        """Whether anything is asked for at all."""
        return any(self.data.get(name) for name in self.fields if name != "sort")

    @cached_property
    def wanted(self):
        """What the words typed were taken for, or None where there were none."""
        return wanted(self.asked["q"]) if "q" in self.asked else None

    @property
    def _facets(self):
        return {name: column for name, column in FACETS.items() if name in self.fields}

    @cached_property
    def _conditions(self):
        """{filter: what a row must be}, of those that say something."""
        asked, said = self.asked, {}
        if "q" in asked:
            said["q"] = Q(words__document=self.wanted.query) if self.wanted else Q(pk=None)
        if "type" in asked:
            said["type"] = Q(type__in=asked["type"])
        if "city" in asked:
            said["city"] = Q(city__in=asked["city"])
        if "category" in asked:
            said["category"] = Q(categories__overlap=asked["category"])
        if "tag" in asked:
            said["tag"] = Q(tags__overlap=asked["tag"])
        if "date_from" in asked:
            said["date_from"] = Q(end_date__date__gte=asked["date_from"])
        if "date_to" in asked:
            said["date_to"] = Q(start_date__date__lte=asked["date_to"])
        if "price" in asked:
            said["price"] = Q(price_from__isnull=False)
            if asked["price"] == ["free"]:
                said["price"] = Q(price_from=0)
            elif asked["price"] == ["paid"]:
                said["price"] = Q(price_from__gt=0)
        if "price_max" in asked:
            said["price_max"] = Q(price_from__lte=asked["price_max"])
        if "available" in asked:
            said["available"] = EventListing.has_places_at(self.at)
        return said

    def _all(self):
        rows = EventListing.objects
        return rows.past(self.at) if self.is_past else rows.upcoming(self.at)

    def found(self):
        """What all filters leave, in the order asked for: of a search, the best first."""
        asked = self.asked.get("sort") or ("rank" if self.wanted else "date")
        order = {
            "date": ["-start_date" if self.is_past else "start_date"],
            "price": [F("price_from").asc(nulls_last=True), "start_date"],
            "new": ["-created_at"],
            "rank": ["-rank", "start_date"],
        }[asked]
        rows = self._all().filter(*self._conditions.values())
        if asked == "rank":
            rows = rows.annotate(rank=SearchRank(F("words__document"), self.wanted.query))
        return rows.order_by(*order, "pk")

    @cached_property
    def counts(self):
        """
        {filter: {choice: number of rows that the other filters leave}}, and {"all": {"": number}}.

        One statement: it reads the rows once, and says of each set of choices how many have it.
        """
        conditions = self._conditions
        counted = {
            f"in_{name}": ExpressionWrapper(condition, BooleanField())
            for name, condition in conditions.items()
            if name in FACETS
        }
        others = [condition for name, condition in conditions.items() if name not in FACETS]
        rows = self._all().filter(*others).annotate(**counted)
        if not self.is_past:
            free, paid = Q(price_from=0), Q(price_from__gt=0)
            rows = rows.annotate(
                price=Case(When(free, then=Value("free")), When(paid, then=Value("paid"))),
                available=Case(When(EventListing.has_places_at(self.at), then=Value("1"))),
            )
        counts = {name: Counter() for name in ("all", *self._facets)}
        columns = list(self._facets.values())
        try:
            sql, params = rows.values(*counted, *columns).query.sql_with_params()
        except EmptyResultSet:
            return counts
        with connection.cursor() as cursor:
            cursor.execute(_counting(sql, list(counted), columns), params)
            for *row, number in cursor:
                missed = {name for name, met in zip(counted, row, strict=False) if not met}
                said = dict(zip(self._facets, row[len(counted) :], strict=True))
                if said["type"] and not missed:
                    counts["all"][""] += number
                for name, choices in said.items():
                    if missed <= {f"in_{name}"}:
                        for choice in choices if isinstance(choices, list) else [choices]:
                            counts[name][choice] += number
        return counts

    def facets(self):
        """
        [(field, [(option, number of events)])] for the page.

        A city, category or tag that would find nothing is left out unless it is chosen.
        """
        for name in self._facets:
            field, counts = self[name], self.counts[name]
            options = [(option, counts.get(option.data["value"], 0)) for option in field]
            if name in GROWING:
                options = [line for line in options if line[1] or line[0].data["selected"]]
            if options or field.errors:
                yield field, options


def _counting(sql, kept, columns):
    """
    How many rows have each set of choices, other columns being NULL. All names are ours.

    A row that misses two filters would be found by changing neither: it is left out at once.
    """
    one = [column for column in columns if column not in MANY]
    sets = ", ".join(
        f"({', '.join([*kept, *names])})" for names in (one, *([name] for name in MANY))
    )
    missed = " + ".join(f"({name} IS NOT TRUE)::int" for name in kept) or "0"
    return (
        f"SELECT {', '.join([*kept, *columns])}, count(*) FROM ({sql}) found"  # noqa: S608
        f" WHERE {missed} <= 1 GROUP BY GROUPING SETS ({sets})"
    )
