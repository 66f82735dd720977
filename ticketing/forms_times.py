"""The times of an event, as organizers fill them in at the desk."""

from datetime import timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from .capacity import limit_of
from .exceptions import MoreThanTheHouse, OutsideTheEvent
from .models import EventSlot
from .timetable import Plan


class SlotForm(forms.ModelForm):
    class Meta:
        model = EventSlot
        fields = ["starts_at"]  # the desk names the rest

    def _get_validation_exclusions(self):
        """Constraints compare with columns the form does not show; Django would skip them."""
        return super()._get_validation_exclusions() - ({"event", "held", "sold"} - {*self.fields})

    def clean(self):
        told = super().clean()
        slot = self.instance
        event = told.get("event") or (slot.event if slot.event_id else None)
        if event is None:
            return told
        start, end = told.get("starts_at"), told.get("ends_at")
        if start and end and not event.start_date <= start < end <= event.end_date:
            self.add_error("starts_at" if start < end else "ends_at", OutsideTheEvent.message)
        if {"starts_at", "ends_at"} & {*self.changed_data} and (slot.held or slot.sold):
            self.add_error("starts_at", _("There are tickets for this time, so it stays."))
        if (told.get("quantity") or 0) > limit_of(event):
            self.add_error("quantity", MoreThanTheHouse.message)
        return told


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


def minutes(least, most, **options):
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return forms.IntegerField(validators=limits, help_text=_("Minutes."), **options)


class TimesForm(forms.Form):
    """Many times in one go. Filled in, it has a `plan()`."""

    first_day = forms.DateField(label=_("From"), widget=DateInput)
    last_day = forms.DateField(label=_("To"), widget=DateInput)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"),
        coerce=int,
        choices=WEEKDAYS.items(),
        initial=list(WEEKDAYS),
        widget=forms.CheckboxSelectMultiple({"class": "choices"}),
        error_messages={"required": _("Tick at least one day.")},
    )
    first_time = forms.TimeField(label=_("First begins at"), widget=TimeInput)
    last_time = forms.TimeField(
        label=_("Last begins at"),
        widget=TimeInput,
        help_text=_("The same as the first for one time a day."),
    )
    every = minutes(5, 1440, label=_("One begins every"), initial=30)
    length = minutes(5, 10080, label=_("Each takes"), initial=60)
    quantity = forms.IntegerField(label=_("Places in each"), min_value=1)
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("Only where the time does not say it all, such as “Morning group”."),
    )

    def __init__(self, data=None, *, event):
        zone = event.zone
        start, end = event.start_date.astimezone(zone), event.end_date.astimezone(zone)
        last = end - timedelta(minutes=60)
        super().__init__(
            data,
            initial={
                "first_day": start.date(),
                "last_day": end.date(),
                "first_time": start.time(),
                "last_time": max(last.time(), start.time()),
                "quantity": limit_of(event),
            },
        )

    def clean(self):
        told = super().clean()
        if not self.errors:
            if told["last_day"] < told["first_day"]:
                self.add_error("last_day", _("The last day is not before the first."))
            if told["last_time"] < told["first_time"]:
                self.add_error("last_time", _("The last time is not before the first."))
        return told

    def plan(self):
        return Plan(**self.cleaned_data | {"weekdays": set(self.cleaned_data["weekdays"])})
