"""
JSON with a shape: what such a column may hold, and the fields people type it into.

    contact_info = EncryptedJSONField(validators=[Record("name", "email", "phone")])

    class SponsorForm(forms.ModelForm):
        contact_info = RecordField({"name": _("name"), "email": _("e-mail"), "phone": _("phone")})
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


@deconstructible
class Record:
    """An object with some of these keys, and words in each."""

    def __init__(self, *keys):
        self.keys = keys

    def __call__(self, value):
        if (
            not isinstance(value, dict)
            or not value.keys() <= set(self.keys)
            or not all(isinstance(words, str) for words in value.values())
        ):
            raise ValidationError(
                _("Words, for any of: %(keys)s.") % {"keys": ", ".join(self.keys)}
            )

    def __eq__(self, other):
        return isinstance(other, Record) and self.keys == other.keys

    def __hash__(self):
        return hash(self.keys)


def validate_lines(value):
    """A list of lines, none of them empty."""
    if not isinstance(value, list) or not all(isinstance(x, str) and x.strip() for x in value):
        raise ValidationError(_("A list of lines of text."))


class LinesInput(forms.Textarea):
    def __init__(self, attrs=None):
        super().__init__({"rows": 4} | (attrs or {}))

    def format_value(self, value):
        return "\n".join(value) if isinstance(value, list) else super().format_value(value)


class LinesField(forms.CharField):
    """A list, typed as one line for each."""

    widget = LinesInput

    def to_python(self, value):
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class RecordWidget(forms.MultiWidget):
    """A control for each key, under a label of its own; `label` names them all."""

    template_name = "components/record_input.html"

    def __init__(self, widgets, labels, label=""):
        self.parts, self.labels, self.label = list(widgets), labels, label
        super().__init__(widgets)

    def decompress(self, value):
        value = value or {}
        return [value.get(part) for part in self.parts]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        for part, key in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            part["label"] = self.labels[key]
        return context


class RecordField(forms.MultiValueField):
    """
    An object, typed as a field for each of its keys: key to label.

    `kinds` names the form field of a key where it is no text. Labels begin with a capital.
    """

    def __init__(self, labels, *, label="", kinds=None, **kwargs):
        self.parts = list(labels)
        fields = {key: (kinds or {}).get(key, forms.CharField)(required=False) for key in labels}
        for field in fields.values():
            field.widget.attrs["class"] = "input"
        widget = RecordWidget(
            {key: field.widget for key, field in fields.items()},
            {key: capfirst(words) for key, words in labels.items()},
            capfirst(label),
        )
        kwargs = {"required": False, "require_all_fields": False} | kwargs
        super().__init__(list(fields.values()), widget=widget, label=capfirst(label), **kwargs)

    def compress(self, values):
        pairs = zip(self.parts, values, strict=False)
        return {key: plain(value) for key, value in pairs if value not in self.empty_values}


def plain(value):
    """As JSON holds it: numbers and lists as they are, all else (days, amounts) as words."""
    return value if isinstance(value, int | list) else str(value)
