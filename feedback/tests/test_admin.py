"""The desk's page of feedback: one's own events only, moderated by rules, nobody's name."""

import pytest

from events.tests.factories import EventFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import page_of
from feedback.models import EventFeedback
from feedback.tests.factories import EventFeedbackFactory

FEEDBACK = "/admin/feedback/eventfeedback/"
EVERY = ["praise_a", "hint_a", "praise_b", "hint_b"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("olga", ["praise_a", "hint_a"]), ("boris", ["praise_b", "hint_b"]), ("admin", EVERY),
    ],
)  # fmt: skip
def test_everybody_lists_what_they_moderate(world, client, name, shown):
    client.force_login(getattr(world, name))

    page = client.get(FEEDBACK).content.decode()

    assert [row for row in EVERY if f">{getattr(world, row)}</a>" in page] == shown


@pytest.mark.parametrize("name", ["tess", "hal", "stan", "ann"])
def test_this_page_is_not_for_others(world, client, name):
    client.force_login(getattr(world, name))

    for path in (FEEDBACK, page_of(world.praise_a)):
        assert client.get(path, follow=True).status_code == 403


def test_a_moderator_reads_publishes_and_hides_but_writes_nothing(world, client):
    client.force_login(world.olga)
    statuses = []

    page = client.get(page_of(world.hint_a)).content.decode()
    for action in ("publish_feedback", "publish_feedback", "hide_feedback"):
        answer = client.post(
            FEEDBACK, {"action": action, "_selected_action": world.hint_a.pk}, follow=True
        )
        refused = "This has moved on meanwhile" in answer.content.decode()
        statuses.append((stored(world.hint_a).status, refused))
    client.post(page_of(world.hint_a), {"rating": 5, "feedback": "Splendid."})

    assert "Hint Canary" in page
    assert "Ann Canary" not in page
    assert statuses == [("published", False), ("published", True), ("hidden", False)]
    assert stored(world.hint_a).rating == world.hint_a.rating
    assert client.get(f"{FEEDBACK}{world.hint_a.pk}/delete/").status_code == 403


def test_a_rivals_feedback_is_not_there(world, client):
    client.force_login(world.boris)

    for row in (world.praise_a, world.hint_a):
        assert client.get(page_of(row))["Location"] == "/admin/"
        client.post(FEEDBACK, {"action": "hide_feedback", "_selected_action": row.pk})

    assert [stored(row).status for row in (world.praise_a, world.hint_a)] == [
        "published", "pending",
    ]  # fmt: skip


def test_an_admin_deletes(world, client):
    client.force_login(world.admin)

    client.post(f"{FEEDBACK}{world.hint_a.pk}/delete/", {"post": "yes"})

    with everything():
        assert not EventFeedback.objects.filter(pk=world.hint_a.pk).exists()


def test_the_list_costs_the_same_for_one_and_three(db, client, django_assert_num_queries):
    olga = EventFactory().organizer
    client.force_login(olga)
    EventFeedbackFactory(event__organizer=olga)

    with django_assert_num_queries(9):
        client.get(FEEDBACK)
    for _more in range(2):
        EventFeedbackFactory(event__organizer=olga)
    with django_assert_num_queries(9):
        client.get(FEEDBACK)
