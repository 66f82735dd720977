"""Cells that are more than text."""

from django import forms
from django.utils.translation import gettext as _

from .reading import in_all_languages, plain


class WordField(forms.CharField):
    """One of some choices, by its value or by its name in any language of the portal."""

    def __init__(self, choices, **options):
        super().__init__(**options)
        self.words = list(choices)

    def clean(self, value):
        said = super().clean(value)
        return self.choice(said) if said else ""

    def choice(self, said):
        for value, label in self.words:
            if plain(said) in {plain(name) for name in [value, *in_all_languages(label)]}:
                return value
        names = ", ".join(str(label) for _value, label in self.words)
        raise forms.ValidationError(
            _("“%(said)s” is none of: %(names)s.") % {"said": said[:60], "names": names}
        )


class WordsField(WordField):
    """Several of them, parted by commas or semicolons."""

    def clean(self, value):
        said = forms.CharField.clean(self, value)
        parts = [part.strip() for part in said.replace(";", ",").split(",") if part.strip()]
        return list(dict.fromkeys(self.choice(part) for part in parts))


class PartsField(forms.CharField):
    """A list, parted by semicolons."""

    def clean(self, value):
        return [part.strip() for part in super().clean(value).split(";") if part.strip()]
