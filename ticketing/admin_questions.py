"""Questions and their answers at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.list_filters import EventFilter
from events.models import Event
from fashionista.common.admin import PortalAdmin, PortalInline, ReadOnlyInline, extend, link

from .admin_scope import OwnEventsOnly
from .forms_questions import QuestionForm
from .models import Answer, Question
from .permissions import can_ask, can_view_orders, page_of_answers


class QuestionInline(PortalInline):
    model = Question
    form = QuestionForm
    fields = ["position", "label", "kind", "options", "required", "at_door", "is_active"]
    ordering = ["position", "label"]
    view_if = staticmethod(can_ask)


extend(Event, QuestionInline)
link(Event, _("Answers"), page_of_answers)


@admin.register(Question)
class QuestionAdmin(OwnEventsOnly, PortalAdmin):
    view_if = staticmethod(can_ask)
    form = QuestionForm
    list_display = ["label", "event", "ticket_type", "kind", "required", "at_door", "is_active"]
    list_filter = ["kind", "is_active", EventFilter]
    list_select_related = ["event", "ticket_type"]
    search_fields = ["label", "event__title"]
    autocomplete_fields = ["event", "ticket_type", "depends_on"]
    fields = ["event", "ticket_type", "position", "label", "help_text", "kind", "options",
              "required", "depends_on", "depends_value", "at_door", "is_active"]  # fmt: skip
    ordering = ["event", "position", "label"]

    def get_readonly_fields(self, request, obj=None):
        """A question stays with its event: answers to it do."""
        return [*super().get_readonly_fields(request, obj), *(["event"] if obj else [])]


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = ["number", "question", "words"]
    readonly_fields = ["number", "question", "words"]
    ordering = ["ticket__number", "question__position", "question__label"]
    view_if = staticmethod(can_view_orders)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("ticket", "question")

    @admin.display(description=_("number in the order"))
    def number(self, answer):
        return answer.ticket.number

    @admin.display(description=_("answer"))
    def words(self, answer):
        return answer.in_words
