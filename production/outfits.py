"""What is kept about an outfit: words, and the pieces of it in a list."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fashionista.common.shapes import Record, validate_lines

WORDS = ("title", "materials", "alt")


def validate_outfit(value):
    """Any of: title, materials, a description for who does not see it, and a list of pieces."""
    if not isinstance(value, dict):
        raise ValidationError(_("An outfit is described part by part."))
    Record(*WORDS)({key: said for key, said in value.items() if key != "pieces"})
    validate_lines(value.get("pieces", []))
