"""What designers and models say of themselves; the desk asks in the same fields."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from fashionista.common.addresses import free_address
from fashionista.common.shapes import LinesField, RecordField

from .cards import NAMES
from .models import Collection, Designer, FashionModel
from .shapes import validate_availability

SPARE = 3  # empty places for stretches of days
MOST = 60
A_YEAR = re.compile(r"(\d{4})[\s,:–-]+(.+)")


class AchievementsField(LinesField):
    """One on each line, with its year in front where it has one: 2025 Selvedge Prize."""

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(f"{entry.get('year', '')} {entry['title']}".strip() for entry in value)

    def to_python(self, value):
        lines = super().to_python(value)
        found = [(A_YEAR.fullmatch(line), line) for line in lines]
        return [
            {"year": int(match[1]), "title": match[2]} if match else {"title": line}
            for match, line in found
        ]


class FiguresField(RecordField):
    """Centimetres by name, the shoe in European sizes."""

    def __init__(self, **kwargs):
        super().__init__(NAMES, kinds=dict.fromkeys(NAMES, forms.FloatField), **kwargs)

    def compress(self, values):
        pairs = zip(self.parts, values, strict=False)
        return {name: number for name, number in pairs if number is not None}


@dataclass
class Stretch:
    """Days as they were typed."""

    first: str = ""
    last: str = ""
    note: str = ""

    @classmethod
    def of(cls, entry):
        return cls(entry["from"], entry["to"], entry.get("note", ""))

    def as_json(self):
        said = {"from": self.first, "to": self.last or self.first}
        return said | ({"note": self.note} if self.note else {})


class StretchesWidget(forms.Widget):
    template_name = "industry/_stretches_input.html"

    def value_from_datadict(self, data, files, name):
        found = []
        while f"{name}-{len(found)}-from" in data and len(found) < MOST:
            place = f"{name}-{len(found)}"
            typed = [data.get(f"{place}-{part}", "").strip() for part in ("from", "to", "note")]
            found.append(Stretch(*typed))
        return found

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-0-from" not in data

    def id_for_label(self, id_):
        return f"{id_}-0-from"

    def render(self, name, value, attrs=None, renderer=None):
        stretches = [one if isinstance(one, Stretch) else Stretch.of(one) for one in value or []]
        typed = [one for one in stretches if one != Stretch()]
        places = [
            {"name": f"{name}-{i}", "id": f"id_{name}-{i}", "stretch": stretch}
            for i, stretch in enumerate([*typed, *(Stretch() for _place in range(SPARE))])
        ]
        return render_to_string(self.template_name, {"places": places})


class StretchesField(forms.Field):
    """Stretches of days. Those left empty are none."""

    widget = StretchesWidget

    def clean(self, value):
        days = [stretch.as_json() for stretch in value or [] if stretch != Stretch()]
        try:
            validate_availability(days)
        except ValidationError as error:
            raise ValidationError(
                _("Each stretch goes from a day to the same or a later one.")
            ) from error
        return sorted(days, key=lambda stretch: stretch["from"])

    def has_changed(self, initial, data):
        try:
            return (initial or []) != self.clean(data)
        except ValidationError:
            return True


class AddressForm(forms.ModelForm):
    """Whoever leaves the address empty gets one made of the name."""

    named_by = ""
    slug = forms.SlugField(
        label=_("Address"),
        max_length=120,
        required=False,
        help_text=_("The last part of the page’s address: small letters, digits and hyphens."),
    )

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get(self.named_by)
        if name and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self.instance.slug or free_address(type(self.instance), name)
        return cleaned


class DesignerForm(AddressForm):
    named_by = "brand_name"
    specialties = LinesField(label=_("Specialties"), required=False, help_text=_("One a line."))
    achievements = AchievementsField(
        label=_("Achievements"),
        required=False,
        help_text=_("One a line, with its year in front: 2025 Selvedge Prize."),
    )

    class Meta:
        model = Designer
        fields = [
            "brand_name", "slug", "based_in", "biography", "portrait", "portfolio_url",
            "specialties", "experience_level", "achievements", "shows_achievements",
        ]  # fmt: skip


class CollectionForm(AddressForm):
    named_by = "name"

    class Meta:
        model = Collection
        fields = ["name", "slug", "season", "year", "description", "images"]


class FashionModelForm(AddressForm):
    named_by = "display_name"
    measurements = FiguresField(
        label=_("Measurements"), help_text=_("In centimetres, the shoe in European sizes.")
    )
    availability = StretchesField(label=_("Free days"), required=False)

    class Meta:
        model = FashionModel
        fields = [
            "display_name", "slug", "is_listed", "based_in", "biography", "portrait", "images",
            "portfolio_url", "experience_level", "height", "measurements", "availability",
        ]  # fmt: skip
