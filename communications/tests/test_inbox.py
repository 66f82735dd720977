"""The inbox: one's own messages, read and unread, and what comes by mail."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from accounts.models import validate_preferences
from accounts.tests.factories import UserFactory
from communications.models import Notification
from communications.notifications import notify_person
from communications.tests.factories import NotificationFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import drain_outbox, everything, stored

INBOX = "/account/notifications/"
PREFERENCES = f"{INBOX}preferences/"


@pytest.fixture
def ann(db):
    return UserFactory()


@pytest.fixture
def client(client, ann):
    client.force_login(ann)
    return client


def page(client, address=INBOX):
    return " ".join(client.get(address).content.decode().split())


def test_an_empty_inbox_says_so(client):
    assert "Nothing yet" in page(client)


def test_ones_own_messages_with_their_pages_and_no_others(client, ann):
    NotificationFactory(user=ann, title="Your tickets", meta_data={"page": "/orders/7/"})
    NotificationFactory(user=ann, title="Welcome")
    NotificationFactory(user=UserFactory(), title="Not yours")
    shown = page(client)

    assert '<a href="/orders/7/">Your tickets</a>' in shown
    assert "Welcome" in shown
    assert "Not yours" not in shown
    assert "2 are unread." in shown


def test_one_is_read_then_all(client, ann):
    first, second, third = [NotificationFactory(user=ann) for _ in range(3)]
    other = NotificationFactory(user=UserFactory())
    assert "Notifications, 3 unread" in page(client, "/account/")

    assert client.get(f"{INBOX}read/").status_code == 405
    client.post(f"{INBOX}{first.pk}/read/")
    client.post(f"{INBOX}{other.pk}/read/")
    assert [stored(note).read_at is None for note in (first, second, third, other)] == [
        False, True, True, True,
    ]  # fmt: skip

    client.post(f"{INBOX}read/")
    assert [stored(note).read_at is None for note in (second, third, other)] == [
        False, False, True,
    ]  # fmt: skip
    assert "All read." in page(client)
    assert "unread" not in page(client, "/account/")


def test_strangers_sign_in_first(client):
    client.logout()
    for address in (INBOX, PREFERENCES):
        assert client.get(address)["Location"] == f"/account/login/?next={address}"
    assert client.post(f"{INBOX}read/").status_code == 302


def tell(person):
    context = {"headline": "A shift for you", "zone": "UTC"}
    with acting_as(person):
        notify_person(
            "staffing/shift", context, user_id=person.pk, kind="shifts", page="/staff/shifts/"
        )
    drain_outbox()
    with everything():
        return Notification.objects.get()


def test_without_mail_a_message_is_in_the_inbox_only(client, ann):
    client.post(PREFERENCES, {})
    with everything():
        ann.refresh_from_db()
    assert ann.preferences == {"no_mail": ["shifts", "refunds"]}

    made = tell(ann)

    assert (made.type, made.status, mail.outbox) == ("push", "sent", [])
    assert "A shift for you" in page(client)


def test_by_mail_is_how_it_comes_unless_one_says_otherwise(client, ann):
    client.post(PREFERENCES, {"by_mail": ["shifts"]})

    made = tell(ann)

    assert (made.type, made.status, made.page) == ("email", "sent", "/staff/shifts/")
    assert [message.to for message in mail.outbox] == [[ann.email]]


def test_kinds_that_are_none_are_refused(client, ann):
    assert client.post(PREFERENCES, {"by_mail": ["tickets"]}).status_code == 422
    for wrong in ([], {"mail": []}, {"no_mail": "shifts"}, {"no_mail": [1]}):
        with pytest.raises(ValidationError):
            validate_preferences(wrong)
    validate_preferences({})
    validate_preferences({"no_mail": ["shifts"]})


def test_pages_of_twenty(client, ann):
    for _number in range(21):
        NotificationFactory(user=ann)

    assert "Page 1 of 2" in page(client)
    assert page(client, f"{INBOX}?page=2").count("Mark as read") == 1
    assert client.get(f"{INBOX}?page=99999").status_code == 200


def test_the_inbox_costs_the_same_for_one_and_three(client, ann, django_assert_num_queries):
    NotificationFactory(user=ann)
    with django_assert_num_queries(5):
        client.get(INBOX)
    for _more in range(2):
        NotificationFactory(user=ann)
    with django_assert_num_queries(5):
        client.get(INBOX)
