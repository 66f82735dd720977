"""What a comp card says of a model's figures and days, to those who may read them."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

CENTIMETRES, EUROPEAN = _("cm"), _("EU")
NAMES = {
    "bust": _("Bust"),
    "chest": _("Chest"),
    "waist": _("Waist"),
    "hips": _("Hips"),
    "inseam": _("Inseam"),
    "shoulders": _("Shoulders"),
    "shoe": _("Shoe"),
}


def figures_of(model):
    """Name, number and unit, in the order of a card."""
    figures = [(_("Height"), model.height.normalize(), CENTIMETRES)] if model.height else []
    return figures + [
        (label, model.measurements[name], EUROPEAN if name == "shoe" else CENTIMETRES)
        for name, label in NAMES.items()
        if name in model.measurements
    ]


def week_of(model, today):
    """Seven days from today on, each with the stretch of days that is free and has it, or None."""
    stretches = [
        (date.fromisoformat(stretch["from"]), date.fromisoformat(stretch["to"]), stretch)
        for stretch in model.availability
    ]
    for offset in range(7):
        day = today + timedelta(days=offset)
        free = next((found for first, last, found in stretches if first <= day <= last), None)
        yield day, free
