"""The filters of the public list, as its address carries them: ?type=workshop&city=Milan."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Event


class EventFilter(django_filters.FilterSet):
    type = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=Event.Type.choices, widget=forms.CheckboxSelectMultiple
    )
    city = django_filters.MultipleChoiceFilter(
        field_name="venue__city", label=_("City"), widget=forms.CheckboxSelectMultiple
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

    class Meta:
        model = Event
        fields = []

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["city"].field.choices = [(city, city) for city in cities]
