"""What was answered: who reads it, who corrects it, and how organizers get all of it."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.models import Export
from fashionista.common.testing import NOON, everything
from ticketing.exceptions import AnsweredTooLate, NotToHandOn
from ticketing.handing_on import correct_answers, transfer_ticket
from ticketing.models import Answer, Question

from .factories import QuestionFactory
from .sale import bought, show, stored, tickets_of
from .test_door_views import scan, verdict
from .test_questions import count, kept
from .visit import mailed_link, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    """Two tickets of one order; the first has answered size and diet."""
    sale = show(10, title="Pattern cutting")
    ask = {"event": sale.event}
    sale.size = QuestionFactory(label="Size", kind="choice", options=["S", "M"], **ask)
    sale.diet = QuestionFactory(label="Diet", at_door=True, **ask)
    said = {str(sale.size.pk): "S", str(sale.diet.pk): "=Vegan"}
    sale.order = bought(
        sale.event,
        {sale.type: 2},
        attendees=[{"name": "Ida", "email": "", "answers": said}, {"name": "Ove", "email": ""}],
    )
    sale.tickets = tickets_of(sale.order)
    sale.buyer = visitor()
    sale.buyer.get(mailed_link(sale.order))
    sale.desk = f"/desk/answers/{sale.event.slug}/"
    return sale


def correct(ticket, said, at=NOON):
    with acting_as(None), order_in_scope(ticket.order_id):
        return correct_answers(ticket, said=said, by=None, at=at)


def url_of(ticket):
    return f"/tickets/{ticket.pk}/answers/"


def form(sale, size="", diet=""):
    return {f"answer-{sale.size.pk}": size, f"answer-{sale.diet.pk}": diet}


def test_a_buyer_corrects_the_answers_until_the_event_starts(sale):
    first, second = sale.tickets
    page = sale.buyer.get(f"/tickets/{first.pk}/").content.decode()
    assert url_of(first) in page
    page = sale.buyer.get(url_of(first)).content.decode()
    assert 'value="=Vegan"' in page
    assert '<option value="S" selected>' in page

    answer = sale.buyer.post(url_of(first), form(sale, "M", ""))
    sale.buyer.post(url_of(second), form(sale, "", "Halal"))

    assert (answer.status_code, answer.url) == (302, f"/tickets/{first.pk}/")
    assert kept() == [(1, "Size", "M"), (2, "Diet", "Halal")]
    with everything():
        type(sale.event).objects.filter(pk=sale.event.pk).update(
            start_date=timezone.now() - timedelta(hours=1)
        )
    assert url_of(first) not in sale.buyer.get(f"/tickets/{first.pk}/").content.decode()
    late = sale.buyer.post(url_of(first), form(sale, "S", ""))
    assert late.status_code == 422
    assert "The event has begun, so answers stay as they are." in words(late)
    assert kept() == [(1, "Size", "M"), (2, "Diet", "Halal")]


def test_a_correction_that_is_no_answer_is_told(sale):
    answer = sale.buyer.post(url_of(sale.tickets[0]), form(sale, "XXL", "x" * 201))

    assert answer.status_code == 422
    assert "Type 1, “Size”: choose one of its answers." in words(answer)
    assert "Type 1, “Diet”: 200 characters at most." in words(answer)
    assert kept() == [(1, "Size", "S"), (1, "Diet", "=Vegan")]


def test_what_is_asked_no_more_keeps_its_answers(sale):
    with everything():
        Question.objects.filter(pk=sale.diet.pk).update(is_active=False)

    correct(sale.tickets[0], {sale.size.pk: "M"})

    assert kept() == [(1, "Size", "M"), (1, "Diet", "=Vegan")]


def test_answers_of_a_ticket_that_was_used_or_passed_on_stay(sale):
    first = sale.tickets[0]
    keeper = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    sale.url = f"/checkin/{sale.event.slug}/"
    scan(visitor(keeper), sale, first.code)

    with pytest.raises(NotToHandOn):
        correct(first, {sale.size.pk: "M"})
    with pytest.raises(AnsweredTooLate):
        correct(sale.tickets[1], {sale.size.pk: "M"}, at=sale.event.start_date)

    assert kept() == [(1, "Size", "S"), (1, "Diet", "=Vegan")]


def test_the_next_holder_does_not_read_what_the_last_one_answered(sale):
    first, second = sale.tickets
    correct(second, {sale.diet.pk: "Halal"})

    with acting_as(None), order_in_scope(first.order_id):
        transfer_ticket(first, name="Noa", email="noa@example.org", by=None, at=NOON)

    assert kept() == [(2, "Diet", "Halal")]
    assert "Vegan" not in words(sale.buyer.get(f"/orders/{sale.order.pk}/"))
    holder = visitor()
    link = f"/tickets/{first.pk}/?order={first.order_id}&key={stored(first).link_key}"
    holder.get(link)
    assert holder.post(url_of(first), form(sale, "S", "None")).status_code == 302
    assert kept() == [(1, "Size", "S"), (1, "Diet", "None"), (2, "Diet", "Halal")]


def test_answers_are_shown_to_whose_they_are_and_who_sells_only(sale):
    first = sale.tickets[0]
    seller = EventTeamMemberFactory(event=sale.event, permissions=["sell"]).user
    rival = EventFactory().organizer

    assert sale.buyer.get(url_of(first)).status_code == 200
    assert visitor(seller).get(url_of(first)).status_code == 200
    for stranger in (visitor(), visitor(UserFactory()), visitor(rival)):
        assert stranger.get(url_of(first)).status_code == 404
        assert stranger.post(url_of(first), form(sale, "M", "")).status_code == 404

    assert kept() == [(1, "Size", "S"), (1, "Diet", "=Vegan")]


def test_the_door_shows_what_is_for_the_door_and_no_more(sale, django_assert_max_num_queries):
    keeper = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    sale.url = f"/checkin/{sale.event.slug}/"
    client = visitor(keeper)
    scan(client, sale, sale.tickets[1].code)

    with django_assert_max_num_queries(10):
        answer = scan(client, sale, sale.tickets[0].code)

    assert verdict(answer) == ["ok"]
    assert "Diet: =Vegan" in words(answer)
    assert "Size" not in words(answer)


def test_a_door_without_such_questions_asks_no_more_than_before(sale):
    keeper = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    sale.url = f"/checkin/{sale.event.slug}/"
    client = visitor(keeper)
    client.get(sale.url)
    with_one = count(lambda: scan(client, sale, sale.tickets[0].code))

    with everything():
        Question.objects.update(at_door=False)

    assert count(lambda: scan(client, sale, sale.tickets[1].code)) == with_one - 1


def test_organizers_read_all_answers_and_take_them_into_a_spreadsheet(sale):
    client = visitor(sale.event.organizer)

    page = words(client.get(sale.desk))
    file = client.get(f"{sale.desk}answers.csv")

    assert f"{sale.order.number} Type 1 Ida S =Vegan" in page
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file["Content-Disposition"] == (f'attachment; filename="{sale.event.slug}-answers.csv"')
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows == [
        ["Order", "Ticket", "Holder", "Size", "Diet"],
        [sale.order.number, "Type 1", "Ida", "S", "'=Vegan"],
        [sale.order.number, "Type 1", "Ove", "", ""],
    ]
    with everything():
        taken = Export.objects.get(person=sale.event.organizer)
    assert (taken.what, taken.rows, taken.looked_for) == (
        "ticket_answers", len(rows) - 1, f"event={sale.event.pk}",
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_answer_becomes_a_formula(sale, typed):
    with everything():
        answer = Answer.objects.get(question=sale.diet)
        answer.value = typed
        answer.save(update_fields=["value"])

    file = visitor(sale.event.organizer).get(f"{sale.desk}answers.csv").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(file, newline="")))
    assert rows[1][4] == f"'{typed}"


def test_the_page_of_answers_is_for_who_sells_at_this_event(sale):
    writer = EventTeamMemberFactory(event=sale.event, permissions=["programme"]).user
    keeper = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    rival = EventFactory().organizer
    for person in (writer, keeper, rival, UserFactory()):
        for page in (sale.desk, f"{sale.desk}answers.csv"):
            assert visitor(person).get(page).status_code == 403
    assert visitor().get(sale.desk).url.startswith("/account/login/")


def test_the_page_of_answers_asks_as_often_for_three_tickets_as_for_one(sale):
    client = visitor(sale.event.organizer)
    client.get(sale.desk)
    two = count(lambda: client.get(sale.desk))

    for ticket in sale.tickets:
        correct(ticket, {sale.size.pk: "M", sale.diet.pk: "None"})
    bought(sale.event, {sale.type: 3})

    assert count(lambda: client.get(sale.desk)) == two


def test_a_long_list_has_pages_and_the_file_has_all_of_it(sale, monkeypatch):
    monkeypatch.setattr("ticketing.views_answers.SHOWN", 1)
    client = visitor(sale.event.organizer)

    first, second = client.get(sale.desk), client.get(sale.desk, {"page": "2"})

    assert ["Ida" in words(page) for page in (first, second)] == [True, False]
    assert ["Ove" in words(page) for page in (first, second)] == [False, True]
    assert 'href="?page=2"' in first.content.decode()
    assert len(client.get(f"{sale.desk}answers.csv").content.decode().splitlines()) == 3
    assert client.get(sale.desk, {"page": "x"}).status_code == 200


def test_tickets_taken_back_are_not_listed(sale):
    with everything():
        type(sale.tickets[0]).objects.filter(pk=sale.tickets[0].pk).update(status="refunded")

    page = words(visitor(sale.event.organizer).get(sale.desk))

    assert "Ida" not in page
    assert "Ove" in page


def test_the_desk_shows_the_answers_of_an_order(sale):
    client = visitor(sale.event.organizer)

    page = words(client.get(f"/admin/ticketing/order/{sale.order.pk}/change/"))
    event_page = client.get(f"/admin/events/event/{sale.event.pk}/change/").content.decode()

    assert "=Vegan" in page
    assert f'href="{sale.desk}"' in event_page
