"""A visitor says how it was, sees what became of it, and takes it back."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything
from fashionista.common.tests.pages import inline_code
from feedback.models import EventFeedback
from feedback.reviews import published_of
from feedback.tests.factories import EventFeedbackFactory
from ticketing.tests.factories import EventCapacityFactory, OrderFactory, TicketFactory

pytestmark = pytest.mark.django_db


def past(**fields):
    start = timezone.now() - timedelta(days=7)
    return EventFactory(start_date=start, title="Tide Lines", **fields)


@pytest.fixture
def event():
    return past()


def visitor(event, *, used=True):
    user = UserFactory()
    order = OrderFactory(event=event, user=user, paid=True)
    TicketFactory(order=order, user=user, used=used)
    return user


def page_of(event):
    return f"/events/{event.slug}/feedback/"


def said(event):
    with everything():
        return list(EventFeedback.objects.filter(event=event))


def test_a_visitor_says_how_it_was_and_reads_that_it_waits(client, event):
    client.force_login(ann := visitor(event))

    form = client.get(page_of(event))
    answer = client.post(
        page_of(event), {"rating": "4", "text": "Fine coats.", "display_name": "A"}, follow=True
    )
    page = answer.content.decode()

    assert form.content.decode().count('type="radio"') == 5
    assert inline_code(form) == []
    assert answer.redirect_chain == [(page_of(event), 302)]
    for words in ("The organizer reads it first.", "Waiting for the organizer", "Fine coats."):
        assert words in page
    (kept,) = said(event)
    assert (kept.user_id, kept.rating, kept.feedback, kept.author) == (
        ann.pk, 4, "Fine coats.", "A",
    )  # fmt: skip


def test_without_stars_nothing_is_kept(client, event):
    client.force_login(visitor(event))

    answer = client.post(page_of(event), {"rating": "6", "text": "x" * 5001})

    assert answer.status_code == 422
    assert "2 things to fix." in answer.content.decode()
    assert said(event) == []


def test_nobody_says_it_twice(client, event):
    client.force_login(visitor(event))
    client.post(page_of(event), {"rating": "4"})

    answer = client.post(page_of(event), {"rating": "1"})

    assert answer.status_code == 422
    assert [each.rating for each in said(event)] == [4]


@pytest.mark.parametrize(
    ("trait", "words"), [({"published": True}, "Published"), ({"hidden": True}, "Not shown")]
)
def test_what_became_of_it_is_shown(client, event, trait, words):
    ann = visitor(event)
    EventFeedbackFactory(event=event, user=ann, feedback="Fine coats.", **trait)
    client.force_login(ann)

    page = client.get(page_of(event)).content.decode()

    assert words in page
    assert "Fine coats." in page
    assert 'type="radio"' not in page


def test_a_visitor_takes_their_words_back_and_may_say_it_anew(client, event):
    ann = visitor(event)
    EventFeedbackFactory(event=event, user=ann, published=True)
    kept = EventFeedbackFactory(event=event)
    client.force_login(ann)

    answer = client.post(f"{page_of(event)}withdraw/", follow=True)

    assert "What you said is deleted." in answer.content.decode()
    assert 'type="radio"' in answer.content.decode()
    assert said(event) == [kept]
    assert client.get(f"{page_of(event)}withdraw/").status_code == 405


def test_this_page_is_for_those_who_were_let_in(client, event):
    soon = EventFactory()
    draft = past(status="draft")
    theirs = EventFeedbackFactory(event=event)

    for path in (page_of(event), f"{page_of(event)}withdraw/"):
        answer = client.post(path, {"rating": "5"})
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (
            302, "/account/login/",
        )  # fmt: skip
    for person, at_event, status in [
        (UserFactory(), event, 403),
        (visitor(event, used=False), event, 403),
        (event.organizer, event, 403),
        (visitor(soon), soon, 403),
        (visitor(draft), draft, 404),
    ]:
        client.force_login(person)
        assert client.get(page_of(at_event)).status_code == status
        assert client.post(page_of(at_event), {"rating": "5"}).status_code == status
        assert client.post(f"{page_of(at_event)}withdraw/").status_code == 404

    assert said(event) == [theirs]
    assert said(soon) == said(draft) == []


def test_the_events_page_and_the_order_list_invite_who_was_there(client, event):
    EventCapacityFactory(event=event)
    link = f'href="{page_of(event)}"'
    pages = [f"/events/{event.slug}/", "/account/tickets/"]
    with everything():
        event.end_date = event.start_date + timedelta(hours=2)
        event.save()
    found = []

    for person in (visitor(event), visitor(event, used=False)):
        client.force_login(person)
        found.append([link in client.get(path).content.decode() for path in pages])
    client.logout()

    assert found == [[True, True], [False, False]]
    assert link not in client.get(pages[0]).content.decode()


def published(event, *ratings, **fields):
    for rating in ratings:
        row = EventFeedbackFactory(event=event, rating=rating, published=True, **fields)
        with everything():
            row.published_text = row.feedback
            row.save()


def read(event):
    with acting_as(None):
        return published_of(event)


def test_there_is_an_average_from_three_reviews_on(event):
    found = []
    for ratings in ([5, 4], [4], [2]):
        published(event, *ratings)
        reviews = read(event)
        found.append((reviews.count, reviews.average and str(reviews.average), reviews.stars))

    assert found == [(2, None, None), (3, "4.3", 4), (4, "3.8", 4)]


def test_the_latest_six_with_words_are_read(event, django_assert_num_queries):
    published(event, 5)
    EventFeedbackFactory(event=event, feedback="Pending")
    EventFeedbackFactory(event=event, feedback="Hidden", hidden=True)
    counts = []

    for number in range(8):
        published(event, 4, feedback=f"Words {number}", created_at=timezone.now())
        with acting_as(None), django_assert_num_queries(2):
            counts.append(len(published_of(event).latest))

    assert counts == [1, 2, 3, 4, 5, 6, 6, 6]
    assert [each.published_text for each in read(event).latest] == [
        f"Words {number}" for number in (7, 6, 5, 4, 3, 2)
    ]


def test_the_fragment_shows_stars_words_and_the_chosen_name(event):
    def shown():
        context = {"reviews": read(event)}
        return render_to_string("feedback/_reviews.html", context)

    pages = [shown()]
    published(event, 5)
    pages.append(shown())
    published(event, 4, 4, feedback="I could <b>hear</b> it.", display_name="Front row")
    pages.append(shown())

    assert pages[0].strip() == ""
    assert "1 visitor has given stars, without words." in pages[1]
    assert "from" not in pages[1]
    for words in (
        "4.3 from 3 people", "I could &lt;b&gt;hear&lt;/b&gt; it.", "Front row,",
        'aria-label="4 out of 5 stars"', "November 2099",
    ):  # fmt: skip
        assert words in pages[2]
