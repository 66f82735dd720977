"""
A kind of rows that can be imported: its columns, who may, and the rule that makes one.

A resource of django-import-export: that walks the rows and keeps what is wrong with each. Imported
late, since the library takes memory.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.widgets import Widget

from fashionista.common.deletion import consequences_of
from fashionista.common.errors import DomainError
from fashionista.common.identity import is_refusal

from .exceptions import StandsFast
from .reading import MOST_ROWS, NUMBER, in_all_languages

NOT_YOURS = gettext_lazy("You may not do this, so nothing was changed.")
DEPENDS = gettext_lazy("Other records depend on this, so nothing was changed.")


@dataclass
class Column:
    """What a column is called and holds, as a form field; `example` is for the sample."""

    field: forms.Field
    example: str = ""
    other_names: tuple = ()
    key = ""

    @property
    def label(self):
        return self.field.label

    @property
    def required(self):
        return self.field.required

    @cached_property
    def all(self):
        """Every name it goes by."""
        return {self.key, *in_all_languages(self.label), *self.other_names}


class CellWidget(Widget):
    """Reads a cell as a field of a form does."""

    def __init__(self, field):
        super().__init__()
        self.field = field

    def clean(self, value, row=None, **kwargs):
        return self.field.clean(value)


class Kind(Resource):
    """
    `title` and `about` are shown; `columns` are {key: Column}; `needs` is what `targets` are.

    Made for one run over one file, on behalf of `by`: `target` is the event or organizer it is for.
    """

    title = about = needs = ""
    columns: dict[str, Column] = {}
    most = MOST_ROWS  # of a file
    do_not_call_in_templates = True  # they show what a kind says of itself

    class Meta:
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader
        skip_diff = True
        clean_model_instances = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for key, column in cls.columns.items():
            column.key = key

    def __init__(self, target=None, *, by, at):
        super().__init__()
        self.target, self.by, self.at = target, by, at
        self.number, self.made, self.seen = 0, [], {}
        self.outcomes = {}  # number of the row: what it comes to, where that differs by row
        self.fields = {
            key: Field(attribute=key, column_name=key, widget=CellWidget(column.field),
                       saves_null_values=True)
            for key, column in self.columns.items()
        }  # fmt: skip

    @staticmethod
    def allowed(user):
        """Whether this person may import such rows at all."""
        raise NotImplementedError

    @staticmethod
    def targets(user):
        """The events or organizers it may be for; None where there is nothing to choose."""
        return

    @staticmethod
    def offered(targets, at):
        """Of these, the ones it can be for now."""
        return targets

    def step(self):
        """Told of each row."""

    def check(self, told, wrong):
        """What else is wrong with a row: pairs of a column's key (or "") and a sentence."""
        return []

    def make(self, told):
        """Make the row, by its rule. Returns its key, and what was there before if anything."""
        raise NotImplementedError

    def take_back(self, key, before):
        """Undo a row, by its rule. Raises a DomainError where something hangs on it."""
        raise NotImplementedError

    @classmethod
    def shown(cls, keys):
        """{key: (words, address at the desk)} of rows that were made."""
        raise NotImplementedError

    def twice(self, *said):
        """The sentence for what an earlier row says too, or nothing."""
        earlier = self.seen.setdefault(said, self.number)
        if earlier != self.number:
            yield _("Row %(n)s says the same.") % {"n": earlier}

    # how the library asks
    def get_or_init_instance(self, instance_loader, row):
        self.number = int(row[NUMBER])
        self.step()
        return SimpleNamespace(**dict.fromkeys(self.columns)), True

    def import_instance(self, told, row, **kwargs):
        wrong, row = {}, dict.fromkeys(self.columns, "") | row
        for key, field in self.fields.items():
            try:
                field.save(told, row, **kwargs)
            except ValidationError as error:
                wrong[key] = error
        if wrong:
            raise ValidationError(wrong)

    def validate_instance(self, told, import_validation_errors=None, validate_unique=True):
        wrong = {key: list(errors) for key, errors in (import_validation_errors or {}).items()}
        for key, sentence in self.check(told, set(wrong)):
            wrong.setdefault(key or NON_FIELD_ERRORS, []).append(ValidationError(sentence))
        if wrong:
            raise ValidationError(wrong)

    def save_instance(self, told, is_create, row, **kwargs):
        try:
            with transaction.atomic():
                key, before = self.make(told)
        except DomainError as refusal:
            raise ValidationError(refusal.sentence) from refusal
        except PermissionDenied as refusal:
            raise ValidationError(NOT_YOURS) from refusal
        except IntegrityError as error:
            raise ValidationError(DEPENDS) from error
        except DatabaseError as error:
            if not is_refusal(error):
                raise
            raise ValidationError(NOT_YOURS) from error
        self.made.append([self.number, str(key), before])


class ModelKind(Kind):
    """Rows of one model, checked as on its own page. `place` says which column a field is."""

    model = None
    place: dict[str, str] = {}
    checked_elsewhere: tuple = ()

    def build(self, told):
        """The row as it is told, not saved."""
        raise NotImplementedError

    def save(self, row):
        row.save(force_insert=True)

    def check(self, told, wrong):
        row = self.build(told)
        unknown = {field.name for field in row._meta.fields if self._column(field.name) in wrong}
        try:
            row.full_clean(exclude={"id", *self.checked_elsewhere, *unknown})
        except ValidationError as error:
            for field, errors in error.message_dict.items():
                for sentence in errors:
                    yield self._column(field), sentence

    def _column(self, field):
        name = self.place.get(field, field)
        return name if name in self.columns else ""

    def make(self, told):
        row = self.build(told)
        self.save(row)
        return row.pk, None

    def take_back(self, key, before):
        row = self.model.objects.filter(pk=key).first()
        if row is None:  # deleted already
            return
        if hanging := consequences_of(row):
            numbers = Counter()
            for each in hanging:
                numbers[capfirst(str(each.model._meta.verbose_name_plural))] += each.count
            what = ", ".join(f"{name} {number}" for name, number in sorted(numbers.items()))
            raise StandsFast(StandsFast.message % {"what": what})
        deleted, _by_model = row.delete()
        if not deleted:
            raise PermissionDenied
        connection.check_constraints()  # now, while it is known which row it is
