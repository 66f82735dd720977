"""What an event asks of those who come, and what they answered."""

import uuid

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import (
    Admin,
    Agrees,
    Guarded,
    OrderScope,
    Reserved,
    System,
    Through,
)
from fashionista.common.database_rules import Acyclic
from fashionista.common.encryption import EncryptedJSONField
from fashionista.common.shapes import validate_lines

from .orders import Order
from .ticket_types import TicketType
from .tickets import Ticket

YES, NO = "yes", "no"


class QuestionQuerySet(models.QuerySet):
    def in_order(self):
        """As forms and lists show them, as far as no question waits for another's answer."""
        return self.order_by("position", "label", "pk")


class Question(Guarded):
    """
    One thing asked for each ticket of an event, or of one type of it.

    With `depends_on`, it is asked only of those who answered that other question with
    `depends_value`. Once answered it is set inactive rather than deleted.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("a line of text")
        LONG_TEXT = "long_text", _("some lines of text")
        CHOICE = "choice", _("one of the options")
        CHOICES = "choices", _("any of the options")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("a number")
        DATE = "date", _("a date")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="questions", verbose_name=_("event")
    )
    ticket_type = models.ForeignKey(
        TicketType,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        db_constraint=False,
        verbose_name=_("ticket type"),
        help_text=_("None: for tickets of all types."),
    )
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("what to know about it"), max_length=300, blank=True)
    kind = models.TextField(_("answer"), choices=Kind, default=Kind.TEXT)
    options = models.JSONField(
        _("options"),
        default=list,
        blank=True,
        validators=[validate_lines],
        help_text=_("One a line, for answers that are chosen."),
    )
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    depends_on = models.ForeignKey(
        "self",
        models.DO_NOTHING,  # the database refuses: Django would delete the event first, then these
        null=True,
        blank=True,
        related_name="dependents",
        db_constraint=False,
        verbose_name=_("only after"),
        help_text=_("A question with one of several options, or with yes and no."),
    )
    depends_value = models.CharField(
        _("only if answered"),
        max_length=200,
        blank=True,
        help_text=_("One of the options of that question, or yes, or no."),
    )
    at_door = models.BooleanField(_("shown at the door"), default=False)
    is_active = models.BooleanField(_("asked"), default=True)

    objects = QuestionQuerySet.as_manager()

    access = [
        Through("event"),
        May("event", "sell", may="add change delete"),
        May("event", "programme", may="add change delete"),
        Admin(),
        Agrees("ticket_type", "depends_on", on="event"),
        Acyclic("depends_on"),
        Reserved("event", to=[]),
    ]

    class Meta:
        db_table = "questions"
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "text",
                        "long_text",
                        "choice",
                        "choices",
                        "yes_no",
                        "number",
                        "date",
                    ]
                ),
                name="questions_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    Exact(
                        Func("options", function="jsonb_typeof", output_field=models.TextField()),
                        Value("array"),
                    )
                ),
                name="questions_options_are_a_list",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=["choice", "choices"]) & ~Q(options=[]))
                | (~Q(kind__in=["choice", "choices"]) & Q(options=[])),
                name="questions_options_fit",
                violation_error_message=_(
                    "Answers that are chosen need options; other answers have none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True, depends_value="")
                | (Q(depends_on__isnull=False) & ~Q(depends_value="")),
                name="questions_depend_on_an_answer",
                violation_error_message=_("Say after which question, and after which answer."),
            ),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True) | ~Q(depends_on=F("id")),
                name="questions_depend_on_another",
            ),
            models.UniqueConstraint(fields=["id", "event"], name="questions_id_event"),
        ]
        indexes = [models.Index(fields=["event", "position"], name="questions_of_event")]

    def __str__(self):
        return self.label

    @property
    def has_options(self):
        return self.kind in (self.Kind.CHOICE, self.Kind.CHOICES)

    @property
    def choices(self):
        """(value, words) of the answers there are; none where one answers in one's own words."""
        if self.kind == self.Kind.YES_NO:
            return [(YES, _("Yes")), (NO, _("No"))]
        return [(option, option) for option in self.options]

    @property
    def decides(self):
        """Whether another question can be asked after one answer to this one."""
        return self.kind in (self.Kind.CHOICE, self.Kind.YES_NO)

    def is_for(self, ticket_type_id):
        return self.ticket_type_id in (None, ticket_type_id)

    def in_words(self, value):
        """An answer as people read it. One of another kind than is asked now stays as it is."""
        if isinstance(value, list):
            return ", ".join(value)
        if self.kind == self.Kind.DATE and (day := parse_date(value)):
            return formats.date_format(day, "j F Y")
        return str(dict(self.choices).get(value, value))


class Answer(Guarded):
    """
    What the holder of one ticket answered to one question.

    The value is text, a list of text for several options; a number or a date is written as
    1.5 and 2027-03-28.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="answers", verbose_name=_("ticket"),
        db_constraint=False,
    )  # fmt: skip
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answers", verbose_name=_("question"),
        db_constraint=False,
    )  # fmt: skip
    order = models.ForeignKey(Order, models.PROTECT, related_name="answers", db_constraint=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="answers")
    value = EncryptedJSONField(_("answer"))

    access = [
        Through("ticket"),
        System("ticketing.payment", may="add", when=Q(order=OrderScope())),
        System("ticketing.transfer", may="add delete", when=Q(order=OrderScope())),
        System("ticketing.transfer", may="change", title="correct", columns=["value"],
               when=Q(order=OrderScope())),
        Agrees("ticket", "question", "order", on="event"),
    ]  # fmt: skip

    class Meta:
        db_table = "ticket_answers"
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "question"], name="ticket_answers_once"),
        ]
        indexes = [
            models.Index(fields=["question"], name="ticket_answers_of_question"),
            models.Index(fields=["order"], name="ticket_answers_of_order"),
            models.Index(fields=["event"], name="ticket_answers_of_event"),
        ]

    def __str__(self):
        return _("answer %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def in_words(self):
        return self.question.in_words(self.value)
