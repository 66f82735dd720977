"""What the jsonb columns of this industry may hold."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MEASURES = ["bust", "chest", "waist", "hips", "inseam", "shoulders", "shoe"]


def validate_achievements(value):
    if not isinstance(value, list) or not all(map(_is_achievement, value)):
        raise ValidationError(_("A list of achievements, each with a title and perhaps a year."))


def _is_achievement(entry):
    return (
        isinstance(entry, dict)
        and entry.keys() <= {"title", "year"}
        and _is_text(entry.get("title"))
        and type(entry.get("year", 0)) is int
    )


def validate_images(value):
    """Looks as they were before they were pictures of ours; migration 0001 names it."""


def validate_measurements(value):
    if not isinstance(value, dict) or not all(
        name in MEASURES and type(number) in (int, float) and 0 < number < 300
        for name, number in value.items()
    ):
        raise ValidationError(
            _("Numbers in centimetres, the shoe in European sizes, out of: %(all)s.")
            % {"all": ", ".join(MEASURES)}
        )


def validate_availability(value):
    if not isinstance(value, list) or not all(map(_is_stretch, value)):
        raise ValidationError(
            _("A list of stretches, each from a day to a day, such as 2027-03-01.")
        )


def _is_stretch(entry):
    if not isinstance(entry, dict) or not {"from", "to"} <= entry.keys() <= {"from", "to", "note"}:
        return False
    try:
        return date.fromisoformat(entry["from"]) <= date.fromisoformat(entry["to"])
    except (TypeError, ValueError):
        return False


def _is_text(value):
    return isinstance(value, str) and value != ""
