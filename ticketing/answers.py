"""Questions of an event: which are asked for a ticket, and what was answered."""

from collections import defaultdict
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.db.models import Prefetch, Q

from .models import Answer, Question, Ticket

ORDER = ["question__position", "question__label", "question_id"]


def asked_of(event_id):
    """The active questions of an event, each after the one whose answer it waits for."""
    active = Question.objects.filter(event=event_id, is_active=True)
    waiting = list(active.select_related("depends_on").in_order())
    asked: list[Question] = []
    while ready := [each for each in waiting if _can_follow(each, asked)]:
        asked.append(ready[0])
        waiting.remove(ready[0])
    return asked


def _can_follow(question, asked):
    return not question.depends_on_id or question.depends_on_id in {each.pk for each in asked}


def asked_for(questions, ticket_type_id):
    """Of these questions, in their order, those for a ticket of this type that can be reached."""
    asked: list[Question] = []
    for question in questions:
        if question.is_for(ticket_type_id) and _can_follow(question, asked):
            asked.append(question)
    return asked


def holds(question, said):
    """Whether a question is asked of who `said` this so far: {question id: value}."""
    return not question.depends_on_id or said.get(question.depends_on_id) == question.depends_value


def can_correct(ticket, at):
    """Whether its holder is asked anything and may still answer otherwise."""
    if ticket.status != Ticket.Status.VALID or ticket.event.start_date <= at:
        return False
    for_it = Q(ticket_type=None) | Q(ticket_type=ticket.ticket_type_id)
    return Question.objects.filter(for_it, event=ticket.event_id, is_active=True).exists()


def with_answers(tickets):
    """Tickets, each with its answers in the order of the questions."""
    ordered = Answer.objects.select_related("question").order_by(*ORDER)
    return tickets.prefetch_related(Prefetch("answers", ordered))


def answered(ticket, **conditions):
    """The answers of one ticket in the order of the questions."""
    answers = Answer.objects.filter(ticket=ticket, **conditions).select_related("question")
    return list(answers.order_by(*ORDER))


def keep_answers(order, tickets):
    """
    Write down what was answered at the checkout for these new tickets of an order.

    One statement for all; none where nothing was asked. For callers that act as
    `ticketing.payment` with the order in scope. A question deleted meanwhile takes its answers
    with it: whoever pays does not fail by that.
    """
    said = [(ticket, order.answers_of(ticket.number)) for ticket in tickets]
    asked = {key for _ticket, answers in said for key in answers}
    known = _still_there(asked)
    while known:
        try:
            with transaction.atomic():
                return Answer.objects.bulk_create(_rows(order, said, known))
        except DatabaseError:
            known, before = _still_there(asked), known
            if known == before:
                raise
    return []


def _still_there(keys):
    found = Question.objects.filter(pk__in=keys) if keys else Question.objects.none()
    return {str(key) for key in found.values_list("pk", flat=True)}


def _rows(order, said, known):
    return [
        Answer(
            id=uuid4(),
            ticket=ticket,
            question_id=UUID(key),
            order=order,
            event_id=order.event_id,
            value=value,
        )
        for ticket, answers in said
        for key, value in answers.items()
        if key in known
    ]


def replace_answers(ticket, said):
    """
    Leave as answers of a ticket what is `said` to the questions asked of it: {question id: value}.

    Answers to what is asked no more stay. For callers that act as `ticketing.transfer` and hold
    the ticket, with its order in scope.
    """
    had = {each.question_id: each for each in Answer.objects.filter(ticket=ticket)}
    for question in asked_for(asked_of(ticket.event_id), ticket.ticket_type_id):
        _replace(ticket, question, had.get(question.pk), said.get(question.pk))


def _replace(ticket, question, answer, value):
    if answer and value is None:
        answer.delete()
    elif answer and answer.value != value:
        answer.value = value
        answer.save(update_fields=["value"])
    elif value is not None and not answer:
        Answer.objects.create(
            ticket=ticket,
            question=question,
            order_id=ticket.order_id,
            event_id=ticket.event_id,
            value=value,
        )


def forget_answers(ticket):
    """
    Delete what the holder of a ticket answered, for its next holder not to read.

    For callers that act as `ticketing.transfer` with the order in scope.
    """
    Answer.objects.filter(ticket=ticket).delete()


def said_on(tickets):
    """{ticket id: {question id: words}} of these tickets, by one statement."""
    said: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    keys = [ticket.pk for ticket in tickets]
    for answer in Answer.objects.filter(ticket__in=keys).select_related("question"):
        said[answer.ticket_id][answer.question_id] = answer.in_words
    return said
