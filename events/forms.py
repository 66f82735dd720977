"""Events as organizers fill them in at the desk, in few words."""

import zoneinfo
from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from fashionista.common.admin import only_admins

from .houses import HouseChoiceField
from .models import Event, Venue

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
PLACE = ["name", "address", "city", "country"]  # all of a new venue, or nothing yet
HOUSE = [*PLACE, "capacity"]
CURRENCIES = ["EUR", "GBP", "CHF", "USD", "DKK", "NOK", "PLN", "SEK", "JPY", "KRW"]


class WallTimeField(forms.DateTimeField):
    """A day and a time on the clock in use: the venue's."""

    def __init__(self, **options):
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        limits = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
        super().__init__(widget=widget, validators=limits, **options)


def zones():
    names = zoneinfo.available_timezones()
    places = [name for name in names if "/" in name and not name.startswith(("Etc/", "posix/"))]
    return [(name, name.replace("_", " ")) for name in sorted([*places, "UTC"])]


class NewEventForm(forms.Form):
    """The least that makes an event of an organizer: `event()` is one, not saved yet."""

    title = forms.CharField(label=_("Title"), max_length=200)
    type = forms.ChoiceField(label=_("Type"), choices=Event.Type.choices)
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        required=False,
        help_text=_("Stands below the title and in lists. Needed before it is published."),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Needed before it is published."),
    )
    start = WallTimeField(label=_("Starts"), help_text=_("On the clock of the venue."))
    end = WallTimeField(label=_("Ends"))
    currency = forms.ChoiceField(label=_("Currency"))
    venue = forms.ModelChoiceField(
        label=_("Venue"),
        queryset=None,
        required=False,
        empty_label=_("A new one, or not fixed yet:"),
    )
    name = forms.CharField(
        label=_("Name of the venue"),
        max_length=200,
        required=False,
        help_text=_("Not fixed yet? Leave it open, and the address. Needed to publish."),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = forms.CharField(label=_("Country"), max_length=100, required=False)
    capacity = forms.IntegerField(
        label=_("People it holds"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Without a venue: how many you plan for."),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zones)

    def __init__(self, data=None, *, by):
        super().__init__(data)
        self.by = by
        mine = Q(owner=by) | Q(owner=None) | Q(events__organizer=by)
        venues = Venue.objects.all() if only_admins(by) else Venue.objects.filter(mine).distinct()
        self.fields["venue"].queryset = venues.order_by("name")
        if only_admins(by):
            houses = User.objects.filter(organizer_profile__isnull=False)
            self.fields["organizer"] = HouseChoiceField(
                label=_("Organizer"),
                queryset=houses.select_related("organizer_profile").order_by("pk"),
            )
        before = Event.objects.filter(organizer=by).select_related("venue")
        latest = before.order_by("-created_at").first()
        currency = latest.currency if latest else CURRENCIES[0]
        self.fields["currency"].choices = [
            (code, code) for code in dict.fromkeys([currency, *CURRENCIES])
        ]
        self.initial["timezone"] = latest.timezone if latest else settings.TIME_ZONE
        if not self.fields["venue"].queryset.exists():
            del self.fields["venue"]
        for field in HOUSE:
            self.fields[field].house = True

    def groups(self):
        """(heading, fields) as the page shows them."""
        house = [self[name] for name in ["venue", *HOUSE, "timezone"] if name in self.fields]
        names = ("title", "type", "organizer", "summary", "description")
        about = [self[name] for name in names if name in self.fields]
        when = [self[name] for name in ("start", "end", "currency")]
        return [(_("What"), about), (_("When"), when), (_("Where"), house)]

    def clean(self):
        told = super().clean()
        if not told.get("venue") and "venue" not in self.errors:
            is_new = any(told.get(name) or name in self.errors for name in PLACE)
            for name in HOUSE if is_new else ["capacity"]:
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        start, end = told.get("start"), told.get("end")
        if start and end and end <= start:
            self.add_error("end", _("An event ends after it starts."))
        return told

    def event(self):
        told = self.cleaned_data
        words = ("title", "type", "summary", "description", "currency")
        venue = told.get("venue")
        if not venue and told["name"]:
            venue = Venue(timezone=told["timezone"], **{name: told[name] for name in HOUSE})
        return Event(
            organizer=told.get("organizer") or self.by,
            start_date=told["start"],
            end_date=told["end"],
            venue=venue,
            clock=told["timezone"],
            capacity=told["capacity"],
            **{name: told[name] for name in words},
        )


class DuplicateForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    start = WallTimeField(label=_("Starts"))


class NewDatesForm(forms.Form):
    """With a start, everything moves; without, the event waits for one."""

    start = WallTimeField(
        label=_("New start"), required=False, help_text=_("Left open, there is no date yet.")
    )
    end = WallTimeField(
        label=_("New end"), required=False, help_text=_("Left open, it lasts as long as before.")
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        if event.status != Event.Status.PUBLISHED:
            self.fields["start"].required = True
            self.fields["start"].help_text = ""

    def clean(self):
        told = super().clean()
        if told.get("end") and not told.get("start") and "start" not in self.errors:
            self.add_error("start", _("Say when it starts, too."))
        return told
