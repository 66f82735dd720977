"""Shifts as planners fill them in, many at once."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from events.models import Event
from fashionista.common.admin import only_admins

from .given import GIVEN
from .models import ShiftTemplate, StaffRole
from .models.templates import FURTHEST, MOST_ROWS

ENDS_OF_SHOW = [("start", _("its begin")), ("end", _("its end"))]
OFFSET = re.compile(r"([+\-−–]?)\s*(\d{1,3})(?::([0-5]\d))?$")


class OffsetField(forms.CharField):
    """Minutes before or after a moment, typed as hours and minutes: -6:00, +0:30."""

    def __init__(self, **options):
        options["widget"] = forms.TextInput({"size": 6, "class": "offset"})
        super().__init__(**options)

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        hours, minutes = divmod(abs(value), 60)
        return f"{'-' if value < 0 else '+'}{hours}:{minutes:02}"

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        if not (found := OFFSET.match(value)):
            raise ValidationError(_("Hours and minutes, such as -6:00 or +0:30."))
        sign, hours, minutes = found.groups()
        length = int(hours) * 60 + int(minutes or 0)
        if length > FURTHEST:
            raise ValidationError(_("At most seven days before or after."))
        return length if sign in ("", "+") else -length


class RowForm(forms.Form):
    """A shift, told from the show. Left empty, it is none."""

    name = forms.CharField(label=_("What for"), max_length=60)
    starts = OffsetField(label=_("Starts"))
    starts_from = forms.ChoiceField(label=_("from"), choices=ENDS_OF_SHOW)
    ends = OffsetField(label=_("Ends"))
    ends_from = forms.ChoiceField(label=_("from"), choices=ENDS_OF_SHOW)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=999)
    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args, roles, **options):
        super().__init__(*args, **options | {"empty_permitted": True})
        self.fields["role"].choices = [("", _("any")), *((key, str(r)) for key, r in roles.items())]

    def has_changed(self):
        """Its selects always say something, and what it began with does not matter."""
        typed = ("name", "starts", "ends", "people")
        return any(self.data.get(self.add_prefix(name)) for name in typed)


class Rows(forms.BaseFormSet):
    def rows(self):
        """As a template keeps them."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


RowFormSet = forms.formset_factory(
    RowForm, formset=Rows, extra=2, max_num=MOST_ROWS, validate_max=True
)


def moment(label):
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class ShowForm(forms.Form):
    """What the shifts of a template are told from."""

    begins = moment(_("The show begins"))
    ends = moment(_("It ends"))

    def clean(self):
        told = super().clean()
        if not self.errors and told["ends"] < told["begins"]:
            self.add_error("ends", _("It does not end before it begins."))
        return told


class KeepForm(forms.Form):
    keep_as = forms.CharField(label=_("Name of the template"), max_length=60, required=False)


class CopyDayForm(forms.Form):
    """A day of an event, to a day of it or of another."""

    day = forms.TypedChoiceField(label=_("The shifts of"))
    event = forms.ModelChoiceField(
        label=_("To the event"), queryset=Event.objects.none(), empty_label=None
    )
    on = forms.DateField(
        label=_("On the day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data=None, *, source, days, by, at):
        first = min(days, default=None)
        super().__init__(data, initial={"day": first and first.isoformat(), "event": source.pk})
        self.fields["day"].choices = [(day.isoformat(), words) for day, words in days.items()]
        self.fields["day"].coerce = {day.isoformat(): day for day in days}.get
        events = Event.objects.filter(Q(end_date__gt=at) | Q(pk=source.pk))
        if not only_admins(by):
            events = events.filter(AtMyEvents("pk", "staff"))
        self.fields["event"].queryset = events.select_related("venue").order_by("start_date")


def templates_for(organizer):
    """(key, name) of all that may be begun with: the organizer's own, then those given."""
    kept = ShiftTemplate.objects.filter(organizer=organizer).order_by("name")
    return [
        *((str(each.pk), each.name) for each in kept),
        *((key, str(name)) for key, (name, _rows) in GIVEN.items()),
    ]


def rows_of(key, organizer):
    """The rows of one of these, or None."""
    if key in GIVEN:
        return GIVEN[key][1]()
    try:
        return ShiftTemplate.objects.get(pk=key, organizer=organizer).rows
    except (ShiftTemplate.DoesNotExist, ValidationError):
        return None


def roles_by_key():
    return {str(role.pk): role for role in StaffRole.objects.order_by("name")}
