"""What an event asks at the checkout: who is asked what, what is refused, and what is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing import payments
from ticketing.answers import asked_for, asked_of
from ticketing.models import Answer, Order, Question
from ticketing.sweeping import sweep_holds

from .factories import QuestionFactory, TicketTypeFactory
from .sale import (
    counters,
    hold,
    news_of,
    ordered,
    show,
    states,
    stored,
    tell,
    tickets_of,
    while_uncommitted,
)
from .visit import buyer, hold_by_http, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    """A free workshop that asks for a size, whether scissors come along, and then which."""
    sale = show(10, price=0, title="Pattern cutting")
    ask = {"event": sale.event}
    sale.size = QuestionFactory(
        label="Garment size", kind="choice", options=["S", "M", "50% bigger"], required=True, **ask
    )
    sale.brings = QuestionFactory(label="Own scissors?", kind="yes_no", **ask)
    sale.which = QuestionFactory(
        label="Which?", required=True, depends_on=sale.brings, depends_value="yes", **ask
    )
    return sale


def name_of(question, ticket=1):
    return f"attendee-{ticket}-{question.pk}"


def said(sale, *values):
    asked = [sale.size, sale.brings, sale.which]
    return {name_of(question): value for question, value in zip(asked, values, strict=False)}


def check_out(client, sale, fields, number=1):
    url = hold_by_http(client, sale, number)
    return url, client.post(f"{url}checkout/", buyer() | fields)


def kept():
    """[(ticket number, question, value)] of all answers there are."""
    with everything():
        rows = Answer.objects.select_related("question", "ticket").order_by(
            "ticket__number", "question__position"
        )
        return [(each.ticket.number, each.question.label, each.value) for each in rows]


def test_each_ticket_is_asked_and_its_answers_are_kept_with_it(sale, client):
    url = hold_by_http(client, sale, 2)
    page = words(client.get(f"{url}checkout/"))
    assert "Only if you answer “Own scissors?” with “Yes”." in page
    fields = {
        name_of(sale.size, 1): "S",
        name_of(sale.brings, 1): "yes",
        name_of(sale.which, 1): "Left-handed",
        name_of(sale.size, 2): "50% bigger",
        name_of(sale.brings, 2): "no",
        name_of(sale.which, 2): "Forgotten",
    }

    answer = client.post(f"{url}checkout/", buyer() | fields)

    assert (answer.status_code, answer.url) == (302, url)
    assert kept() == [
        (1, "Garment size", "S"),
        (1, "Own scissors?", "yes"),
        (1, "Which?", "Left-handed"),
        (2, "Garment size", "50% bigger"),
        (2, "Own scissors?", "no"),
    ]
    page = words(client.get(url))
    assert "Own scissors? Yes" in page
    assert "Which? Left-handed" in page
    assert "Forgotten" not in page
    ticket = tickets_of(Order(pk=url.split("/")[2]))[0]
    assert "Which? Left-handed" in words(client.get(f"/tickets/{ticket.pk}/"))
    assert_integrity(at=timezone.now())


def test_an_order_that_is_paid_keeps_what_was_answered_while_it_was_held():
    sale = show(10)
    size = QuestionFactory(event=sale.event, kind="choices", options=["S", "M"])
    said = {"name": "Ida", "email": "", "answers": {str(size.pk): ["S", "M"]}}

    order, payment = ordered(sale.event, {sale.type: 1}, attendees=[said])
    assert kept() == []
    tell(news_of(payment))

    assert kept() == [(1, size.label, ["S", "M"])]
    assert states(order)[0] == "completed"


def test_an_event_that_asks_nothing_keeps_nothing(client):
    sale = show(10, price=0)

    url = hold_by_http(client, sale)
    page = client.get(f"{url}checkout/").content.decode()
    client.post(f"{url}checkout/", buyer())

    assert "questions.js" not in page
    with everything():
        assert Order.objects.get().attendees == [{"name": "", "email": ""}]
    assert kept() == []


def test_answers_cost_one_statement_and_none_where_there_are_none(sale):
    def statements(attendees):
        order = hold(sale.event, {sale.type: 2})
        with everything():
            order.attendees = attendees
            order.save(update_fields=["attendees"])
        with acting_as(None), order_in_scope(order.pk):
            return count(lambda: payments.complete(stored(order), at=NOON))

    def with_answers(number):
        answers = {str(sale.size.pk): "S"}
        return [{"name": "", "email": "", "answers": answers}] * number

    none = statements([{"name": "", "email": ""}] * 2)
    assert [statements(with_answers(1)), statements(with_answers(2))] == [none + 4, none + 4]


def count(job):
    with CaptureQueriesContext(connection) as asked:
        job()
    return len(asked)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("text", "x" * 201, "“Tell” : 200 characters at most."),
        ("long_text", "x" * 2001, "2000 characters at most"),
        ("text", "x\x00", "Null characters are not allowed."),
        ("number", "NaN", "a number, please"),
        ("number", "Infinity", "a number, please"),
        ("number", "many", "a number, please"),
        ("number", "1e10", "no number as large or small as that"),
        ("number", "-1e10", "no number as large or small as that"),
        ("number", "0.00001", "four decimal places at most"),
        ("date", "2027-02-30", "a date, please"),
        ("date", "soon", "a date, please"),
        ("choice", "XXL", "choose one of its answers"),
        ("yes_no", "perhaps", "choose one of its answers"),
        ("choices", ["S", "XXL"], "choose among its options"),
        ("text", "", "Type 1, ticket 1: please answer “Tell 100% d”."),
        ("choices", [], "Type 1, ticket 1: please answer “Tell 100% d”."),
    ],
)
def test_an_answer_that_is_none_is_told_and_nothing_is_changed(client, kind, value, says):
    sale = show(10, price=0)
    options = ["S", "M"] if kind in ("choice", "choices") else []
    asked = QuestionFactory(
        event=sale.event, label="Tell 100% d", kind=kind, options=options, required=True
    )

    _url, answer = check_out(client, sale, {name_of(asked): value, "notes": "Kept words"})

    assert answer.status_code == 422
    assert says.replace("“Tell” :", "Type 1, ticket 1, “Tell 100% d”:") in words(answer)
    assert "Kept words" in answer.content.decode()
    with everything():
        assert (Order.objects.get().buyer_name, Order.objects.get().attendees) == ("", [])
    assert kept() == []


@pytest.mark.parametrize(
    ("kind", "value", "is_kept", "reads"),
    [
        ("number", "1e9", "1000000000", "1000000000"),
        ("number", "-0.5", "-0.5", "-0.5"),
        ("date", "2027-03-28", "2027-03-28", "28 March 2027"),
        ("long_text", "a\r\nb", "a\r\nb", "a b"),
        ("choices", ["M", "S"], ["M", "S"], "M, S"),
        ("yes_no", "no", "no", "No"),
        ("text", "<b>&", "<b>&", "<b>&"),
    ],
)
def test_each_kind_of_answer_is_kept_and_read(client, kind, value, is_kept, reads):
    sale = show(10, price=0)
    options = ["S", "M"] if kind in ("choice", "choices") else []
    asked = QuestionFactory(event=sale.event, label="Tell", kind=kind, options=options)

    url, answer = check_out(client, sale, {name_of(asked): value})

    assert answer.status_code == 302
    assert kept() == [(1, "Tell", is_kept)]
    assert f"Tell {reads}" in words(client.get(url))


def test_a_required_question_is_asked_only_where_its_condition_holds(sale, client):
    url, refused = check_out(client, sale, said(sale, "S", "yes"))
    assert refused.status_code == 422
    assert "Type 1, ticket 1: please answer “Which?”." in words(refused)

    answer = client.post(f"{url}checkout/", buyer() | said(sale, "S", "no", "x" * 999))

    assert answer.status_code == 302
    assert kept() == [(1, "Garment size", "S"), (1, "Own scissors?", "no")]


def test_a_condition_further_up_that_fails_ends_the_chain(sale, client):
    QuestionFactory(
        event=sale.event, label="Why these?", required=True, position=0,
        depends_on=sale.which, depends_value="Mine",
    )  # fmt: skip
    assert [each.label for each in asked_of(sale.event.pk)] == [
        "Garment size", "Own scissors?", "Which?", "Why these?",
    ]  # fmt: skip

    _url, answer = check_out(client, sale, said(sale, "M", "no", "Mine"))

    assert answer.status_code == 302
    assert kept() == [(1, "Garment size", "M"), (1, "Own scissors?", "no")]


def test_questions_of_one_type_are_asked_for_it_only(client):
    sale = show(10, 10, price=0)
    of_first = QuestionFactory(event=sale.event, ticket_type=sale.types[0], label="First only")
    QuestionFactory(
        event=sale.event, label="After", depends_on=of_first, depends_value="yes", required=True
    )
    questions = asked_of(sale.event.pk)

    assert [each.label for each in asked_for(questions, sale.types[0].pk)] == [
        "First only", "After",
    ]  # fmt: skip
    assert asked_for(questions, sale.types[1].pk) == []
    checkout = client.get(f"{hold_by_http(client, sale, 1)}checkout/").content.decode()
    assert "First only" in checkout


def test_the_checkout_asks_what_is_asked_of_one_type_only(client):
    sale = show(10, 10, price=0)
    QuestionFactory(event=sale.event, ticket_type=sale.types[0], label="First only")
    boxes = {f"qty-{kind.pk}": 1 for kind in sale.types}

    page = words(client.get(client.post(f"/events/{sale.event.slug}/hold/", boxes).url))

    assert page.count("First only") == 1


def test_a_companion_and_a_price_that_is_chosen_are_asked_like_others(client):
    sale = show(10, price=0)
    with everything():
        sale.type.lowest_price = 0
        sale.type.save(update_fields=["lowest_price"])
    companion = TicketTypeFactory(
        event=sale.event, name="Zoe's companion", price=0, companion_of=sale.type
    )
    asked = QuestionFactory(event=sale.event, label="Diet")
    boxes = {f"qty-{sale.type.pk}": 1, f"price-{sale.type.pk}": "0", f"qty-{companion.pk}": 1}
    url = client.post(f"/events/{sale.event.slug}/hold/", boxes).url

    answer = client.post(url, buyer() | {name_of(asked, 1): "None", name_of(asked, 2): "Vegan"})

    assert answer.status_code == 302
    assert kept() == [(1, "Diet", "None"), (2, "Diet", "Vegan")]


def test_a_question_added_meanwhile_is_asked_and_nothing_is_lost(sale, client):
    url = hold_by_http(client, sale)
    client.get(f"{url}checkout/")
    added = QuestionFactory(event=sale.event, label="Allergies", required=True)
    typed = buyer(notes="Kept words") | said(sale, "S", "yes", "Left-handed")

    answer = client.post(f"{url}checkout/", typed)

    assert answer.status_code == 422
    assert "Type 1, ticket 1: please answer “Allergies”." in words(answer)
    for value in ("Kept words", "Left-handed", "Gwen Guest"):
        assert value in answer.content.decode()
    assert client.post(f"{url}checkout/", typed | {name_of(added): "None"}).status_code == 302
    assert len(kept()) == 4


def test_a_question_set_inactive_meanwhile_is_asked_no_more(sale, client):
    url = hold_by_http(client, sale)
    with everything():
        Question.objects.filter(pk=sale.brings.pk).update(is_active=False)

    answer = client.post(f"{url}checkout/", buyer() | said(sale, "S", "yes", "Left-handed"))

    assert answer.status_code == 302
    assert kept() == [(1, "Garment size", "S")]


def test_a_question_deleted_while_its_answer_is_paid_for_takes_it_along(sale):
    said = {str(sale.size.pk): "S", str(sale.brings.pk): "no"}
    attendees = [{"name": "", "email": "", "answers": said}]
    order, payment = held(sale, attendees)

    with everything():
        sale.which.delete()
        sale.brings.delete()
    assert tell(news_of(payment))

    assert kept() == [(1, "Garment size", "S")]
    assert states(order)[0] == "completed"


def held(sale, attendees):
    with everything():
        type(sale.type).objects.filter(pk=sale.type.pk).update(price=25)
    return ordered(sale.event, {sale.type: 1}, attendees=attendees)


@pytest.mark.django_db(transaction=True)
def test_a_question_deleted_in_the_same_moment_does_not_stop_the_payment(sale):
    attendees = [{"name": "", "email": "", "answers": {str(sale.size.pk): "S"}}]
    order, payment = held(sale, attendees)

    def delete():
        with everything():
            sale.size.delete()

    applied = while_uncommitted(delete, lambda: tell(news_of(payment)))

    assert applied is True
    assert kept() == []
    assert states(order)[0] == "completed"
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()


def test_nobody_reads_an_answer_in_the_database(sale):
    attendees = [{"name": "", "email": "", "answers": {str(sale.size.pk): "Unreadable"}}]
    _order, payment = held(sale, attendees)
    tell(news_of(payment))

    with everything(), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(a)::text || encode(value, 'escape') FROM ticket_answers a")
        [(row,)] = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM audit.log WHERE after::text LIKE '%Unreadable%'")
        [(logged,)] = cursor.fetchall()

    assert "Unreadable" not in row
    assert logged == 0
    assert kept() == [(1, "Garment size", "Unreadable")]


def test_what_an_organizer_types_is_text_and_no_markup(client):
    sale = show(10, price=0)
    first = QuestionFactory(
        event=sale.event, label="<i>Hat</i>?", kind="choice", options=["<u>Yes</u>"],
        help_text="<script>alert(1)</script>",
    )  # fmt: skip
    QuestionFactory(event=sale.event, label="Which", depends_on=first, depends_value="<u>Yes</u>")
    url = hold_by_http(client, sale)

    page = client.get(f"{url}checkout/").content.decode()

    assert [tag in page for tag in ("<script>alert", "<i>Hat", "<u>Yes")] == [False] * 3
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_checkout_asks_the_database_as_often_for_three_questions_as_for_one(client):
    sale = show(10, price=0)
    first = QuestionFactory(event=sale.event, kind="yes_no")
    url = hold_by_http(client, sale)
    client.get(f"{url}checkout/")
    one = count(lambda: client.get(f"{url}checkout/"))

    for _ in range(2):
        QuestionFactory(event=sale.event, depends_on=first, depends_value="yes")

    assert count(lambda: client.get(f"{url}checkout/")) == one
    with everything():
        Question.objects.filter(depends_on__isnull=False).delete()
        Question.objects.all().delete()
    assert count(lambda: client.get(f"{url}checkout/")) == one - 1


def test_the_order_page_asks_as_often_for_three_answers_as_for_one(sale, client):
    def page(number):
        browser = visitor()
        fields = {name_of(sale.size, ticket): "S" for ticket in range(1, number + 1)}
        url, answer = check_out(browser, sale, fields, number)
        assert answer.status_code == 302
        browser.get(url)
        return count(lambda: browser.get(url))

    assert page(3) == page(1)


def test_a_late_payment_keeps_the_answers_too(sale):
    attendees = [{"name": "", "email": "", "answers": {str(sale.size.pk): "M"}}]
    order, payment = held(sale, attendees)
    with acting_as(None):
        sweep_holds(at=NOON + timedelta(days=2))
    assert states(order)[0] == "expired"

    tell(news_of(payment), at=NOON + timedelta(days=2))

    assert kept() == [(1, "Garment size", "M")]
