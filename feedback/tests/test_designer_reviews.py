"""A visitor reviews who showed; what is published is on the designer's page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import everything
from fashionista.common.tests.pages import inline_code
from feedback.models import DesignerReview
from feedback.tests.factories import DesignerReviewFactory
from industry.tests.factories import DesignerFactory
from production.tests.factories import EventDesignerFactory
from ticketing.tests.factories import OrderFactory, TicketFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(start_date=timezone.now() - timedelta(days=7), title="Tide Lines")


@pytest.fixture
def house(event):
    return EventDesignerFactory(event=event, designer__brand_name="Maison Ebb").designer


def visitor(event, *, user=None, used=True):
    user = user or UserFactory()
    TicketFactory(order=OrderFactory(event=event, user=user, paid=True), user=user, used=used)
    return user


def page_of(event, designer=None):
    own = f"designers/{designer.slug}/" if designer else ""
    return f"/events/{event.slug}/feedback/{own}"


def text(answer):
    return answer.content.decode()


def said():
    with everything():
        return list(DesignerReview.objects.all())


def published(event, designer, rating, **fields):
    row = DesignerReviewFactory(
        event=event, designer=designer, rating=rating, published=True, **fields
    )
    with everything():
        row.published_text = row.review
        row.save()


def test_a_visitor_reviews_a_designer_and_reads_that_it_waits(client, event, house):
    client.force_login(ann := visitor(event))
    address = page_of(event, house)

    before = text(client.get(page_of(event)))
    form = client.get(address)
    answer = client.post(address, {"rating": "5", "text": "Sea.", "display_name": "A"}, follow=True)
    after = text(client.get(page_of(event)))

    assert f'href="{address}"' in before
    assert "Waiting for the organizer" not in before
    assert inline_code(form) == []
    assert "on the designer’s page" in text(form)
    assert answer.redirect_chain == [(address, 302)]
    for words in ("The organizer reads it first.", "Waiting for the organizer", "Sea."):
        assert words in text(answer)
    assert "Waiting for the organizer" in after
    assert "You were there. How was it?" in after  # of the event itself nothing is said yet
    (kept,) = said()
    assert (kept.designer, kept.event, kept.reviewer_id, kept.rating, kept.review, kept.author) == (
        house, event, ann.pk, 5, "Sea.", "A",
    )  # fmt: skip


def test_without_stars_and_the_second_time_nothing_is_kept(client, event, house):
    client.force_login(visitor(event))

    empty = client.post(page_of(event, house), {"text": "Sea."})
    nothing = said()
    client.post(page_of(event, house), {"rating": "4"})
    again = client.post(page_of(event, house), {"rating": "1"})

    assert (empty.status_code, nothing, again.status_code) == (422, [], 422)
    assert [each.rating for each in said()] == [4]


@pytest.mark.parametrize(
    ("trait", "words"), [({"published": True}, "Published"), ({"hidden": True}, "Not shown")]
)
def test_what_became_of_a_review_is_shown_to_its_author(client, event, house, trait, words):
    ann = visitor(event)
    DesignerReviewFactory(event=event, designer=house, reviewer=ann, review="Sea.", **trait)
    client.force_login(ann)

    assert words in text(client.get(page_of(event)))
    page = text(client.get(page_of(event, house)))
    assert words in page
    assert "Sea." in page
    assert 'type="radio"' not in page


def test_a_visitor_takes_a_review_back(client, event, house):
    ann = visitor(event)
    DesignerReviewFactory(event=event, designer=house, reviewer=ann)
    kept = DesignerReviewFactory(event=event, designer=house)
    client.force_login(ann)

    answer = client.post(f"{page_of(event, house)}withdraw/", follow=True)

    assert "What you said is deleted." in text(answer)
    assert 'type="radio"' in text(answer)
    assert said() == [kept]
    assert client.get(f"{page_of(event, house)}withdraw/").status_code == 405


def test_nobody_else_reviews_and_nobody_themselves(client, event, house):
    stranger = DesignerFactory()
    theirs = DesignerReviewFactory(event=event, designer=house)
    address = page_of(event, house)

    for path in (address, f"{address}withdraw/"):
        answer = client.post(path, {"rating": "5"})
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (
            302, "/account/login/",
        )  # fmt: skip
    for person, path, status in [
        (UserFactory(), address, 403),
        (visitor(event, used=False), address, 403),
        (event.organizer, address, 403),
        (visitor(event, user=house.user), address, 404),
        (visitor(event), page_of(event, stranger), 404),
    ]:
        client.force_login(person)
        assert client.get(path).status_code == status
        assert client.post(path, {"rating": "5"}).status_code == status
        assert client.post(f"{path}withdraw/").status_code == 404

    assert said() == [theirs]


def test_the_visitors_page_costs_the_same_for_one_designer_and_for_three(
    client, event, django_assert_num_queries
):
    ann = visitor(event)
    client.force_login(ann)
    for count in (1, 2):
        for _more in range(count):
            DesignerReviewFactory(event=event, reviewer=ann)
        with django_assert_num_queries(7):
            client.get(page_of(event))


def test_the_designers_page_shows_what_is_published(
    client, event, house, django_assert_num_queries
):
    address = f"/designers/{house.slug}/"
    pages = [text(client.get(address))]
    DesignerReviewFactory(event=event, designer=house, review="Pending words.")
    DesignerReviewFactory(event=event, designer=house, review="Hidden words.", hidden=True)
    published(event, house, 5, review="It <b>held</b> its breath.", display_name="Front row")
    with django_assert_num_queries(6):
        pages.append(text(client.get(f"{address}?n=1")))
    for _more in range(2):
        published(event, house, 4, review="Cold and exact.")
    with django_assert_num_queries(6):
        pages.append(text(client.get(f"{address}?n=2")))

    assert 'id="reviews"' not in pages[0]
    assert "from 1 person" not in pages[1]
    for words in (
        "4.3 from 3 people", "It &lt;b&gt;held&lt;/b&gt; its breath.", "Front row, Tide Lines,",
        "a visitor, Tide Lines, November 2099",
    ):  # fmt: skip
        assert words in pages[2]
    assert "Pending words." not in pages[2]
    assert "Hidden words." not in pages[2]
