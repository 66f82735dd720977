"""An event's questions as fields of a form, and the desk's form of a question."""

from decimal import Decimal

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from fashionista.common.shapes import LinesField

from .answers import holds
from .models import Question

BOUND = Decimal(10) ** 9  # that a number stays within
SHORT, LONG = 200, 2000  # letters of an answer
MOST_OPTIONS = 50

Kind = Question.Kind


def field_of(question, ticket):
    """The form field for a question about `ticket`, which is named in what it refuses."""
    words = {"ticket": ticket, "question": question.label}
    field = _control(question, words)
    field.label = question.label
    field.required = question.required
    field.help_text = _help(question)
    field.error_messages["required"] = _("%(ticket)s: please answer “%(question)s”.") % words
    return field


def _control(question, words):
    if question.kind == Kind.CHOICES:
        return forms.MultipleChoiceField(
            choices=question.choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _refusal(_("choose among its options"), words)},
        )
    if question.choices:
        return forms.ChoiceField(
            choices=[("", _("Choose")), *question.choices],
            error_messages={"invalid_choice": _refusal(_("choose one of its answers"), words)},
        )
    if question.kind == Kind.NUMBER:
        return _number(words)
    if question.kind == Kind.DATE:
        return forms.DateField(
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _refusal(_("a date, please"), words)},
        )
    most = LONG if question.kind == Kind.LONG_TEXT else SHORT
    too_long = _("%(most)s characters at most") % {"most": most}
    return forms.CharField(
        max_length=most,
        widget=forms.Textarea({"rows": 3}) if most == LONG else forms.TextInput(),
        error_messages={"max_length": _refusal(too_long, words)},
    )


def _number(words):
    wide = _refusal(_("no number as large or small as that"), words)
    return forms.DecimalField(
        min_value=-BOUND,
        max_value=BOUND,
        decimal_places=4,
        widget=forms.NumberInput({"step": "any"}),
        error_messages={
            "invalid": _refusal(_("a number, please"), words),
            "min_value": wide,
            "max_value": wide,
            "max_decimal_places": _refusal(_("four decimal places at most"), words),
        },
    )


class Sentence(str):
    """One that is complete: a % in it is a per cent, whatever Django would put there."""

    def __mod__(self, values):
        return self


def _refusal(what, words):
    return Sentence(_("%(ticket)s, “%(question)s”: %(what)s.") % (words | {"what": what}))


def _help(question):
    """What a form says below it. Templates take help for safe, and this was typed: escaped here."""
    return escape(_help_in_words(question))


def _help_in_words(question):
    if not question.depends_on_id:
        return question.help_text
    first = question.depends_on
    only = _("Only if you answer “%(question)s” with “%(answer)s”.") % {
        "question": first.label,
        "answer": first.in_words(question.depends_value),
    }
    return f"{question.help_text} {only}".strip()


class Asked:
    """What one ticket is asked, as fields of a form. Their names begin with `prefix`."""

    def __init__(self, form, prefix, questions, *, ticket):
        self.form, self.prefix, self.questions, self.ticket = form, prefix, questions, ticket
        self.said: dict = {}
        for question in questions:
            field = field_of(question, ticket)
            if question.depends_on_id:
                field.widget.attrs |= {
                    "data-after": self.name_of(question.depends_on_id),
                    "data-answer": question.depends_value,
                }
            form.fields[self.name_of(question.pk)] = field

    def name_of(self, key):
        return f"{self.prefix}-{key}"

    def fields(self):
        return [self.form[self.name_of(question.pk)] for question in self.questions]

    def clean(self):
        """
        Keep in `said` {question id: value} as `Answer` has it, of what is asked.

        What was said to a question that is not is forgotten: the answers before it decide.
        """
        self.said = {}
        for question in self.questions:
            name = self.name_of(question.pk)
            if not holds(question, self.said):
                self.form.errors.pop(name, None)
                self.form.cleaned_data.pop(name, None)
            elif (value := self.form.cleaned_data.get(name)) not in (None, "", []):
                self.said[question.pk] = _plain(value)

    def answers(self):
        """The same as JSON has it: the keys are text."""
        return {str(key): value for key, value in self.said.items()}


def _plain(value):
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, list) else str(value)


class AnswersForm(forms.Form):
    """What one ticket is asked, filled in with what was answered: {question id: value}."""

    def __init__(self, data=None, *, questions, ticket, answered):
        super().__init__(data)
        self.asked = Asked(self, "answer", questions, ticket=ticket)
        for question in questions:
            self.initial[self.asked.name_of(question.pk)] = answered.get(question.pk)

    def clean(self):
        self.asked.clean()
        return self.cleaned_data


def refuse_other_events(form, *names):
    """What a row points to is of its own event: lists at the desk show those of every event."""
    told = form.cleaned_data
    event_id = told["event"].pk if told.get("event") else form.instance.event_id
    for name in names:
        if told.get(name) and event_id and told[name].event_id != event_id:
            form.add_error(name, _("Choose one of the same event."))


class QuestionForm(forms.ModelForm):
    options = LinesField(
        label=_("Options"),
        required=False,
        help_text=_("One a line, for answers that are chosen."),
    )

    class Meta:
        model = Question
        fields = ["label"]  # the desk names the rest

    def clean_options(self):
        options = self.cleaned_data["options"]
        if len(set(options)) < len(options):
            raise forms.ValidationError(_("Each option once, please."))
        if any(len(option) > SHORT for option in options) or len(options) > MOST_OPTIONS:
            raise forms.ValidationError(
                _("At most %(most)s options, of %(length)s characters each.")
                % {"most": MOST_OPTIONS, "length": SHORT}
            )
        return options

    def clean(self):
        told = super().clean()
        refuse_other_events(self, "ticket_type", "depends_on")
        if (first := told.get("depends_on")) and not self.errors:
            self._clean_condition(first, told)
        if {"kind", "options"} & set(self.changed_data) and not self.errors:
            self._clean_dependents(told)
        return told

    def _clean_dependents(self, told):
        """An answer that others are asked after stays one of the answers there are."""
        changed = Question(kind=told["kind"], options=told["options"])
        kept = {value for value, _words in changed.choices} if changed.decides else set()
        for other in Question.objects.filter(depends_on=self.instance.pk):
            if other.depends_value not in kept:
                words = {"question": other.label, "answer": other.depends_value}
                self.add_error(
                    "kind",
                    _("“%(question)s” is asked after the answer “%(answer)s”: change that first.")
                    % words,
                )

    def _clean_condition(self, first, told):
        told["depends_value"] = value = told["depends_value"].strip()
        spoken = {str(words).casefold(): value for value, words in first.choices}
        if not first.decides:
            self.add_error("depends_on", _("Its answers are no options, so none can decide."))
        elif not value:
            self.add_error("depends_value", _("Say after which answer."))
        elif value in dict(first.choices) or value.casefold() in spoken:
            told["depends_value"] = spoken.get(value.casefold(), value)
        else:
            words = ", ".join(str(words) for _value, words in first.choices)
            self.add_error("depends_value", _("It is answered with: %(words)s.") % {"words": words})
        while first and not self.errors:
            if first.pk == self.instance.pk:
                self.add_error("depends_on", _("That one is asked only after this one."))
            first = first.depends_on
