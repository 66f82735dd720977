"""Questions at the desk: written on the event's page, made conditional on their own."""

import pytest

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.testing import everything
from ticketing.models import Question

from .factories import AnswerFactory, QuestionFactory, TicketFactory, TicketTypeFactory
from .sale import show, stored
from .test_admin_forms import save_event
from .test_questions import count
from .visit import visitor, words

pytestmark = pytest.mark.django_db
LIST = "/admin/ticketing/question/"


def form_of(question, **changes):
    form = {
        "event": question.event_id,
        "ticket_type": question.ticket_type_id or "",
        "position": question.position,
        "label": question.label,
        "help_text": question.help_text,
        "kind": question.kind,
        "options": "\n".join(question.options),
        "depends_on": question.depends_on_id or "",
        "depends_value": question.depends_value,
        "is_active": "on",
    }
    return form | changes


def save(question, **changes):
    client = visitor(question.event.organizer)
    return client.post(f"{LIST}{question.pk}/change/", form_of(question, **changes))


def test_questions_are_written_on_the_events_page():
    event = EventFactory()
    rows = [
        {"position": 1, "label": "Size", "kind": "choice", "options": "S\r\n\r\n M \r\n"},
        {"position": 2, "label": "Diet", "kind": "text", "options": "", "required": "on"},
    ]
    form = {"questions-TOTAL_FORMS": 2} | {
        f"questions-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in (row | {"is_active": "on"}).items()
    }

    page = save_event(visitor(event.organizer), event, **form)

    assert "was changed successfully" in page
    with everything():
        made = Question.objects.filter(event=event).in_order()
        assert list(made.values_list("label", "kind", "options", "required", "is_active")) == [
            ("Size", "choice", ["S", "M"], False, True),
            ("Diet", "text", [], True, True),
        ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"label": ""}, "This field is required."),
        ({"label": "x" * 201}, "at most 200 characters"),
        ({"kind": "picture"}, "is not one of the available choices"),
        ({"kind": "choice"}, "Answers that are chosen need options; other answers have none."),
        ({"options": "S"}, "Answers that are chosen need options; other answers have none."),
        ({"kind": "choice", "options": "S\nS"}, "Each option once, please."),
        ({"kind": "choice", "options": "x" * 201}, "At most 50 options, of 200 characters each."),
        ({"depends_value": "yes"}, "Say after which question, and after which answer."),
        ({"position": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_question_filled_in_wrong_is_told_and_not_saved(changes, says):
    question = QuestionFactory(label="As it was")

    answer = save(question, **changes)

    assert answer.status_code == 200
    assert says in words(answer)
    assert (stored(question).label, stored(question).kind) == ("As it was", "text")


@pytest.mark.parametrize(("typed", "is_kept"), [("Yes", "yes"), ("no", "no"), (" YES ", "yes")])
def test_a_question_is_asked_after_an_answer_as_people_type_it(typed, is_kept):
    question = QuestionFactory()
    first = QuestionFactory(event=question.event, kind="yes_no")

    answer = save(question, depends_on=first.pk, depends_value=typed)

    assert answer.status_code == 302
    row = stored(question)
    assert (row.depends_on_id, row.depends_value) == (first.pk, is_kept)


def test_a_condition_that_cannot_be_is_told():
    question = QuestionFactory()
    event = question.event
    size = QuestionFactory(event=event, kind="choice", options=["S", "M"])
    text = QuestionFactory(event=event)
    after = QuestionFactory(event=event, kind="yes_no", depends_on=size, depends_value="S")
    elsewhere = QuestionFactory(kind="yes_no", event__organizer=event.organizer)

    def told(question, **changes):
        answer = save(question, **changes)
        assert answer.status_code == 200
        return words(answer)

    assert "It is answered with: S, M." in told(question, depends_on=size.pk, depends_value="L")
    assert "Say after which answer." in told(question, depends_on=size.pk)
    assert "so none can decide." in told(question, depends_on=text.pk, depends_value="x")
    assert "Choose one of the same event." in told(
        question, depends_on=elsewhere.pk, depends_value="yes"
    )
    assert "That one is asked only after this one." in told(
        size, depends_on=after.pk, depends_value="yes"
    )
    assert stored(question).depends_on_id is stored(size).depends_on_id is None


@pytest.mark.parametrize(
    "changes", [{"options": "M\nL"}, {"kind": "choices"}, {"kind": "text", "options": ""}]
)
def test_an_answer_another_question_waits_for_stays_one(changes):
    size = QuestionFactory(kind="choice", options=["S", "M"])
    QuestionFactory(event=size.event, label="Why small?", depends_on=size, depends_value="S")

    answer = save(size, **changes)

    refusal = "“Why small?” is asked after the answer “S”: change that first."
    assert (answer.status_code, refusal in words(answer)) == (200, True)
    assert (stored(size).kind, stored(size).options) == ("choice", ["S", "M"])
    assert save(size, options="S\nM\nL").status_code == 302


def test_a_type_of_another_event_is_refused():
    question = QuestionFactory()
    other = TicketTypeFactory(event__organizer=question.event.organizer)

    answer = save(question, ticket_type=other.pk)

    assert "Choose one of the same event." in words(answer)
    assert stored(question).ticket_type_id is None


def test_a_question_with_answers_stays_and_one_without_goes():
    sale = show(10)
    answered, fresh = QuestionFactory(event=sale.event), QuestionFactory(event=sale.event)
    AnswerFactory(
        ticket=TicketFactory(order__event=sale.event, ticket_type=sale.type), question=answered
    )
    client = visitor(sale.event.organizer)

    for question in (answered, fresh):
        client.post(f"{LIST}{question.pk}/delete/", {"post": "yes"})

    with everything():
        assert list(Question.objects.all()) == [answered]


def test_a_question_another_waits_for_stays_until_that_one_goes():
    first = QuestionFactory(kind="yes_no")
    after = QuestionFactory(event=first.event, depends_on=first, depends_value="yes")
    client = visitor(first.event.organizer)

    client.post(f"{LIST}{first.pk}/delete/", {"post": "yes"})
    with everything():
        assert Question.objects.count() == 2
    for question in (after, first):
        client.post(f"{LIST}{question.pk}/delete/", {"post": "yes"})

    with everything():
        assert Question.objects.count() == 0


def test_a_draft_is_deleted_with_its_questions():
    event = EventFactory(status="draft")
    first = QuestionFactory(event=event, kind="yes_no")
    QuestionFactory(event=event, depends_on=first, depends_value="yes")

    visitor(event.organizer).post(f"/admin/events/event/{event.pk}/delete/", {"post": "yes"})

    with everything():
        assert Question.objects.count() == 0


def test_the_pages_of_questions_are_for_who_sells_or_writes_at_the_event():
    question = QuestionFactory(label="Ours")
    rival = EventFactory().organizer
    writer = EventTeamMemberFactory(event=question.event, permissions=["programme"]).user
    keeper = EventTeamMemberFactory(event=question.event, permissions=["door"]).user

    assert "Ours" in words(visitor(writer).get(LIST))
    assert "Ours" not in words(visitor(rival).get(LIST))
    assert visitor(keeper).get(LIST).status_code in (302, 403)
    client = visitor(rival)
    client.post(f"{LIST}{question.pk}/change/", form_of(question, label="Mine"))
    assert stored(question).label == "Ours"


def test_the_list_asks_as_much_for_three_questions_as_for_one():
    question = QuestionFactory()
    client = visitor(question.event.organizer)
    client.get(LIST)
    one = count(lambda: client.get(LIST))

    for _ in range(2):
        QuestionFactory(event=question.event, ticket_type=TicketTypeFactory(event=question.event))

    assert count(lambda: client.get(LIST)) == one
