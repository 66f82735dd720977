"""The JSON of staff: certificates with the day they are good until, and days somebody is away."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DAY = r"\d{4}-\d{2}-\d{2}"
CERTIFICATE = re.compile(rf"(.+?)(?:[,;\s]+({DAY}))?$")
STRETCH = re.compile(rf"({DAY})(?:\s*(?:-|–|to|/|\s)\s*({DAY}))?$")


def validate_certifications(value):
    """{"First aid": "2027-05-01"}, or "" for one that does not end."""
    if not isinstance(value, dict) or not all(
        name.strip() and (until == "" or as_day(until)) for name, until in value.items()
    ):
        raise ValidationError(_("Certificates, each with the day it is good until, or without."))


def validate_availability(value):
    """{"away": [{"from": "2027-01-02", "to": "2027-01-05"}]}, or nothing."""
    if value and not (
        isinstance(value, dict)
        and value.keys() == {"away"}
        and isinstance(value["away"], list)
        and all(map(_is_stretch, value["away"]))
    ):
        raise ValidationError(_("Days away, each from a day to a day, such as 2027-03-01."))


def _is_stretch(entry):
    if not isinstance(entry, dict) or entry.keys() != {"from", "to"}:
        return False
    first, last = as_day(entry["from"]), as_day(entry["to"])
    return bool(first and last and first <= last)


def as_day(words):
    try:
        return date.fromisoformat(words)
    except (TypeError, ValueError):
        return None


class LinesOf(forms.CharField):
    """JSON that is typed line by line."""

    widget = forms.Textarea

    def __init__(self, **options):
        super().__init__(required=False, **options)
        self.widget.attrs["rows"] = 3

    def lines(self, value):
        raise NotImplementedError

    def read(self, lines):
        raise NotImplementedError

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(self.lines(value or {}))

    def to_python(self, value):
        if not isinstance(value, str):
            return value
        return self.read([line.strip() for line in value.splitlines() if line.strip()])

    def has_changed(self, initial, data):
        try:
            return (initial or {}) != self.to_python(data or "")
        except ValidationError:
            return True


class CertificationsField(LinesOf):
    def lines(self, value):
        return [f"{name}, {until}" if until else name for name, until in value.items()]

    def read(self, lines):
        found = {m[1].strip(" ,;"): m[2] or "" for m in map(CERTIFICATE.match, lines) if m}
        validate_certifications(found)
        return found


class AwayField(LinesOf):
    def lines(self, value):
        return [f"{each['from']} – {each['to']}" for each in value.get("away", [])]

    def read(self, lines):
        found = [match for match in map(STRETCH.match, lines) if match]
        if len(found) < len(lines):
            raise ValidationError(_("A day on each line, or two: 2027-03-01 – 2027-03-05."))
        away = {"away": [{"from": each[1], "to": each[2] or each[1]} for each in found]}
        validate_availability(away)
        return away if found else {}
