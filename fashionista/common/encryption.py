"""
Columns that are ciphertext in the database and plain values in Python.

    email = EncryptedTextField(validators=[validate_email])
    email_index = BlindIndexField("email", unique=True)      # makes email="..." findable

Values decrypt when first read, so a list pays only for what it shows. A row saved untouched keeps
its ciphertext, so the audit reports only real changes.
"""

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.lookups import Exact, In, IsNull
from django.db.models.query_utils import DeferredAttribute

from .sealing import CannotDecrypt, blind_digest, seal, unseal


class Sealed:
    """A value as the database gave it. Shows nothing: `values()` and logs may hold it safely."""

    __slots__ = ("blob", "text", "value")

    def __init__(self, blob):
        self.blob, self.text = blob, None

    def __repr__(self):
        return "<sealed>"

    def __reduce__(self):
        return Sealed, (self.blob,)


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value when it is read, and remembers it."""

    def __get__(self, instance, owner=None):
        value = super().__get__(instance, owner)
        return self._open(instance, value).value if isinstance(value, Sealed) else value

    def __set__(self, instance, value):
        """Setting what is there already, as forms do, keeps the ciphertext."""
        stored = instance.__dict__.get(self.field.attname)
        if isinstance(stored, Sealed) and not isinstance(value, Sealed) and value is not None:
            with suppress(CannotDecrypt):
                if self._open(instance, stored).text == self.field.dump(value):
                    stored.value = value
                    return
        instance.__dict__[self.field.attname] = value

    def _open(self, instance, sealed):
        if sealed.text is None:
            sealed.text = unseal(sealed.blob, self.field.place, instance.pk)
            sealed.value = self.field.load(sealed.text)
        return sealed


class EncryptedTextField(models.TextField):
    """Text that only the application can read. `multiline` changes the form's widget only."""

    secret = True  # the audit shows that it changed, not to what
    descriptor_class = SealedAttribute

    def __init__(self, *args, multiline=False, **kwargs):
        self.multiline = multiline
        super().__init__(*args, **kwargs)

    def get_internal_type(self):
        return "BinaryField"

    @property
    def place(self):
        return f"{self.model._meta.db_table}.{self.column}"

    def dump(self, value):
        return value

    def load(self, text):
        return text

    # to and from the database
    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, instance, add):
        """Sealed here, where the row is known; one that was not changed goes back as it came."""
        stored, value = instance.__dict__.get(self.attname), getattr(instance, self.attname)
        if value is None:
            return None
        text = self.dump(value)
        if isinstance(stored, Sealed) and stored.text == text:
            return stored
        sealed = Sealed(seal(text, self.place, instance.pk))
        sealed.text, sealed.value = text, value
        instance.__dict__[self.attname] = sealed
        return sealed

    def get_prep_value(self, value):
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None or isinstance(value, Sealed):
            return value and connection.Database.Binary(value.blob)
        if hasattr(value, "resolve_expression"):
            return value
        raise FieldError(
            f"{self.place} is encrypted row by row: use save() or bulk_create(), not update()."
        )

    # lookups: by blind index, or not at all
    def get_lookup(self, name):
        if name == "isnull":
            return IsNull
        if name in BY_INDEX and self.blind_index:
            return BY_INDEX[name]
        raise FieldError(f"{self.place} is encrypted: it cannot be searched with {name!r}.")

    def get_transform(self, name):
        return None

    @property
    def blind_index(self):
        for field in self.model._meta.local_fields:
            if isinstance(field, BlindIndexField) and field.source == self.name:
                return field
        return None

    # forms
    def formfield(self, **kwargs):
        if not self.multiline:
            kwargs = {"widget": forms.TextInput} | kwargs
        return super().formfield(**kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and (index := self.blind_index) and index.unique:
            others = self.model._default_manager.exclude(pk=model_instance.pk)
            if others.filter(**{self.name: value}).exists():
                raise ValidationError(self.error_messages["unique"], "unique", self._unique_words())

    def _unique_words(self):
        return {"model_name": self.model._meta.verbose_name, "field_label": self.verbose_name}

    def value_to_string(self, instance):
        return self.value_from_object(instance)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs


class EncryptedJSONField(EncryptedTextField):
    """The same for what JSON can hold."""

    _pyi_private_set_type: Any  # for django-stubs: no text
    _pyi_private_get_type: Any

    def dump(self, value):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)

    def load(self, text):
        return json.loads(text)

    def to_python(self, value):
        return value

    def formfield(self, **kwargs):
        return models.Field.formfield(self, form_class=forms.JSONField, **kwargs)


class EncryptedDecimalField(EncryptedTextField):
    """The same for a number whose digits count."""

    _pyi_private_set_type: Any  # for django-stubs: no text
    _pyi_private_get_type: Any

    def __init__(self, *args, max_digits=None, decimal_places=None, **kwargs):
        self.max_digits, self.decimal_places = max_digits, decimal_places
        super().__init__(*args, **kwargs)

    def dump(self, value):
        return format(Decimal(value), "f")

    def load(self, text):
        return Decimal(text)

    def to_python(self, value):
        return value

    def formfield(self, **kwargs):
        digits = {"max_digits": self.max_digits, "decimal_places": self.decimal_places}
        return models.Field.formfield(self, form_class=forms.DecimalField, **digits, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        digits = {"max_digits": self.max_digits, "decimal_places": self.decimal_places}
        return name, path, args, kwargs | digits


class BlindIndexField(models.BinaryField):
    """A keyed hash of an encrypted field beside it, kept in step by itself."""

    secret = True  # the audit shows that it changed, not to what

    def __init__(self, source="", **kwargs):
        self.source = source
        kwargs.setdefault("null", True)
        super().__init__(**kwargs)

    def digest(self, value):
        if not value:
            return None
        return blind_digest(value, f"{self.model._meta.db_table}.{self.column}")

    def pre_save(self, instance, add):
        digest = self.digest(getattr(instance, self.source))
        setattr(instance, self.attname, digest)
        return digest

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {"source": self.source} | kwargs


class ByIndex:
    """Answers a lookup on an encrypted column from its blind index."""

    def __init__(self, lhs, rhs):
        index = lhs.target.blind_index
        many = isinstance(rhs, (list, tuple, set))
        digests = [index.digest(value) for value in rhs] if many else index.digest(rhs)
        super().__init__(index.get_col(lhs.alias), digests)


class IndexExact(ByIndex, Exact):
    pass


class IndexIn(ByIndex, In):
    pass


BY_INDEX = {"exact": IndexExact, "iexact": IndexExact, "in": IndexIn}
