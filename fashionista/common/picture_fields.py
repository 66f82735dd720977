"""
Columns that name pictures, and the form fields they are sent with.

    portrait = PictureField(_("portrait"))
    images = PicturesField(_("looks"), words={"caption": _("name"), "detail": _("cloth")})

A form takes the file in when it is checked; what it has taken in it hands back signed, so that
nobody sends a picture twice because another field was wrong.
"""

from dataclasses import dataclass, field

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from .errors import DomainError
from .pictures import FOLDER, PRIVATE, take_in

SALT = "common.picture"
FILE_KEYS = {"key", "width", "height", "widths"}
LONGEST_ALT = 300
MOST = 60  # pictures in one column
SPARE = 3  # empty places in a form of many
FOCUS = [
    ("0.5 0.5", _("the middle")), ("0.5 0", _("the top")), ("0.5 1", _("the bottom")),
    ("0 0.5", _("the left")), ("1 0.5", _("the right")), ("0 0", _("top left")),
    ("1 0", _("top right")), ("0 1", _("bottom left")), ("1 1", _("bottom right")),
]  # fmt: skip


def _is_picture(value, words=()):
    return (
        isinstance(value, dict)
        and FILE_KEYS | {"alt", "focus"} <= value.keys() <= FILE_KEYS | {"alt", "focus", *words}
        and isinstance(value["key"], str)
        and all(type(value[side]) is int and value[side] > 0 for side in ("width", "height"))
        and isinstance(value["widths"], list)
        and value["widths"] != []
        and all(type(width) is int and width > 0 for width in value["widths"])
        and isinstance(value["alt"], str)
        and 0 < len(value["alt"]) <= LONGEST_ALT
        and isinstance(value["focus"], list)
        and len(value["focus"]) == 2
        and all(type(part) in (int, float) and 0 <= part <= 1 for part in value["focus"])
        and all(isinstance(value.get(name, ""), str) for name in words)
    )


def validate_picture(value):
    if not _is_picture(value):
        raise ValidationError(_("A picture with a description."))


class PictureField(models.JSONField):
    """One picture: key, width, height, widths, alt, focus; or null."""

    picture_folder = FOLDER

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"null": True, "blank": True} | kwargs)

    def keys_of(self, value):
        return [value["key"]] if value else []

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value is not None:
            validate_picture(value)

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self, **{"form_class": PictureFormField, "required": not self.blank} | kwargs
        )


class PicturesField(models.JSONField):
    """Pictures in an order. `words` are further keys each may carry, by their labels."""

    picture_folder = FOLDER

    def __init__(self, *args, words=None, **kwargs):
        self.words = words or {}
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.words:
            kwargs["words"] = self.words
        return name, path, args, kwargs

    def keys_of(self, value):
        return [picture["key"] for picture in value]

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if (
            not isinstance(value, list)
            or len(value) > MOST
            or not all(_is_picture(picture, self.words) for picture in value)
        ):
            raise ValidationError(_("Pictures, each with a description."))

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self, **{"form_class": PicturesFormField, "words": self.words} | kwargs
        )


class PrivateFileField(models.CharField):
    """The place of a file in the private store: for pictures, that of the largest rendition."""

    picture_folder = PRIVATE

    def keys_of(self, value):
        folder, _slash, rest = value.partition("/")
        return [rest.partition("/")[0]] if folder == PRIVATE else []


@dataclass
class Sent:
    """What a form sent for one picture."""

    kept: dict | None = None
    file: UploadedFile | None = None
    alt: str = ""
    focus: str = FOCUS[0][0]
    clear: bool = False
    position: str = ""
    words: dict = field(default_factory=dict)

    @classmethod
    def of(cls, picture, words=()):
        """As a form shows what is there."""
        return cls(
            kept={name: picture[name] for name in FILE_KEYS},
            alt=picture["alt"],
            focus=" ".join(f"{part:g}" for part in picture["focus"]),
            words={name: picture.get(name, "") for name in words},
        )

    @property
    def picture(self):
        """What is shown beside the fields: the file just taken in, or what was there."""
        return getattr(self.file, "taken_in", None) or self.kept

    @property
    def token(self):
        return signing.dumps(self.picture, salt=SALT) if self.picture else ""

    def clean(self):
        """The picture with its words, or None. A refused file is told of as a form's error."""
        if self.file is not None and not hasattr(self.file, "taken_in"):
            try:
                self.file.taken_in = take_in(self.file).as_json()
            except DomainError as refusal:
                raise ValidationError(refusal.sentence) from refusal
        if self.picture is None or (self.clear and self.file is None):
            return None
        alt = self.alt.strip()
        if not alt:
            raise ValidationError(_("Describe the picture, for those who cannot see it."))
        if len(alt) > LONGEST_ALT or any(len(said) > LONGEST_ALT for said in self.words.values()):
            raise ValidationError(_("Keep the words under 300 letters."))
        if self.focus not in dict(FOCUS):
            raise ValidationError(_("Choose what stays in sight."))
        said = {name: text.strip() for name, text in self.words.items() if text.strip()}
        focus = [float(part) for part in self.focus.split()]
        return self.picture | {"alt": alt, "focus": focus} | said


class PictureWidget(forms.Widget):
    template_name = "components/picture_input.html"
    needs_multipart_form = True

    def value_from_datadict(self, data, files, name, words=()):
        try:
            kept = signing.loads(data.get(f"{name}-kept", ""), salt=SALT)
        except signing.BadSignature:
            kept = None
        return Sent(
            kept=kept,
            file=files.get(f"{name}-file"),
            alt=data.get(f"{name}-alt", ""),
            focus=data.get(f"{name}-focus", FOCUS[0][0]),
            clear=f"{name}-clear" in data,
            position=data.get(f"{name}-position", ""),
            words={word: data.get(f"{name}-{word}", "") for word in words},
        )

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-alt" not in data

    def id_for_label(self, id_):
        return f"{id_}-file" if id_ else id_

    def context_of(self, name, value, id_):
        sent = value if isinstance(value, Sent) else Sent.of(value) if value else Sent()
        return {"name": name, "id": id_, "sent": sent, "choices": FOCUS, "longest": LONGEST_ALT}

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(
            self.template_name, self.context_of(name, value, (attrs or {}).get("id", name))
        )


class PictureFormField(forms.Field):
    widget = PictureWidget

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**kwargs)

    def clean(self, value):
        picture = value.clean()
        if picture is None and self.required:
            raise ValidationError(_("Choose a picture."))
        return picture

    def has_changed(self, initial, data):
        try:
            return (initial or None) != data.clean()
        except ValidationError:
            return True


class PicturesWidget(PictureWidget):
    template_name = "components/pictures_input.html"
    words = {}  # filled by the field

    def value_from_datadict(self, data, files, name):
        sent = []
        while f"{name}-{len(sent)}-alt" in data and len(sent) < MOST:
            number = f"{name}-{len(sent)}"
            sent.append(super().value_from_datadict(data, files, number, self.words))
        return sent

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-0-alt" not in data

    def context_of(self, name, value, id_):
        sent = [one if isinstance(one, Sent) else Sent.of(one, self.words) for one in value or []]
        sent = [one for one in sent if one.picture or one.file]
        spare = [Sent() for _place in range(min(SPARE, MOST - len(sent)))]
        places = [
            super(PicturesWidget, self).context_of(f"{name}-{i}", one, f"{id_}-{i}")
            | {
                "number": i + 1,
                "position": one.position or (i + 1 if one.picture else ""),
                "words": [
                    {"name": word, "label": label, "value": one.words.get(word, "")}
                    for word, label in self.words.items()
                ],
            }
            for i, one in enumerate([*sent, *spare])
        ]
        return {"places": places}


class PicturesFormField(forms.Field):
    widget = PicturesWidget

    def __init__(self, *, words=None, encoder=None, decoder=None, **kwargs):
        super().__init__(**{"required": False} | kwargs)
        self.widget.words = words or {}

    def clean(self, value):
        """The pictures by the numbers typed beside them; those without one come last."""
        pictures = []
        errors = []
        for number, sent in enumerate(value, start=1):
            try:
                picture = sent.clean()
            except ValidationError as error:
                errors += [
                    _("Picture %(number)s: %(said)s") % {"number": number, "said": said}
                    for said in error.messages
                ]
            else:
                if picture:
                    pictures.append((_place(sent.position), picture))
        if errors:
            raise ValidationError(errors)
        return [picture for _number, picture in sorted(pictures, key=lambda pair: pair[0])]

    def has_changed(self, initial, data):
        try:
            return (initial or []) != self.clean(data)
        except ValidationError:
            return True


def _place(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else MOST
