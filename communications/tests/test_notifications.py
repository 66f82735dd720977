"""Words to people: written with what caused them, promised with the same commit."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext_lazy, override

from accounts.signals import account_message
from accounts.tests.factories import UserFactory
from communications.models import Notification
from communications.notifications import notify, notify_person, site_url
from communications.tests.factories import NotificationFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import everything
from fashionista.common.tests.pages import page_of

pytestmark = pytest.mark.django_db
WORDS = {"url": "https://portal.example/x/", "name": "Ann & Bob"}


def test_notify_writes_the_message_and_promises_its_delivery():
    ann = UserFactory()

    with acting_as(None):
        made = notify(
            "accounts/verify", WORDS, address="ann@example.org", user_id=ann.pk,
            attachments=[("tests.kind", ["1"])],
        )  # fmt: skip

    with everything():
        (kept,) = Notification.objects.all()
    assert (kept.pk, kept.user_id, kept.address) == (made.pk, ann.pk, "ann@example.org")
    assert (kept.type, kept.status, kept.sent_at) == ("email", "pending", None)
    assert kept.title == "Confirm your address"
    assert "Hello Ann & Bob," in kept.content
    assert "Hello Ann &amp; Bob," in kept.content_html
    assert kept.attachments == [["tests.kind", ["1"]]]
    (promise,) = OutboxMessage.objects.all()
    assert (promise.kind, promise.target) == ("communications.deliver", kept.pk)


def test_a_guest_is_told_by_address_alone_and_may_read_nothing_here():
    with acting_as(None):
        notify("accounts/no_account", {"signup_url": "x"}, address="guest@example.org")

        assert not Notification.objects.exists()

    with everything():
        assert Notification.objects.get().user_id is None


def test_a_message_is_undone_with_what_caused_it():
    with acting_as(None), pytest.raises(ZeroDivisionError), transaction.atomic():
        notify("accounts/verify", WORDS, address="ann@example.org")
        raise ZeroDivisionError

    with everything():
        assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_message_without_words_is_an_error_and_no_row():
    with acting_as(None), pytest.raises(TemplateDoesNotExist):
        notify("accounts/nothing", {}, address="ann@example.org")

    with everything():
        assert not Notification.objects.exists()


def test_what_accounts_announces_is_mailed():
    with acting_as(None):
        account_message.send(
            sender=None,
            kind="verify",
            language="",
            address="ann@example.org",
            user_id=None,
            context=WORDS,
        )

    with everything():
        assert Notification.objects.get().title == "Confirm your address"


def test_people_read_their_own_messages_and_write_none():
    ann, note = UserFactory(), NotificationFactory()
    mine = NotificationFactory(user=ann)

    with acting_as(ann):
        assert list(Notification.objects.all()) == [mine]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Notification.objects.update(status="sent")

    with everything():
        assert set(Notification.objects.values_list("status", flat=True)) == {"pending"}
    assert str(note) == f"notification {str(note.pk)[:8]}"


def test_the_database_keeps_a_sent_message_stamped():
    for wrong, name in [({"status": "sent"}, "sent_is_stamped"), ({"type": "fax"}, "type_known")]:
        with pytest.raises(IntegrityError, match=f"notifications_{name}"), transaction.atomic():
            NotificationFactory(**wrong)


def test_addresses_on_the_site():
    assert site_url("/events/") == "http://127.0.0.1:8000/events/"


def test_the_desk_shows_messages_to_admins_and_changes_none(client):
    note = NotificationFactory(address="to@example.org", title="Hello")
    client.force_login(UserFactory(user_type="organizer"))
    assert client.get("/admin/communications/notification/").status_code == 403

    client.force_login(UserFactory(user_type="admin"))
    assert "Hello" in client.get("/admin/communications/notification/").content.decode()
    page = client.get(page_of(note)).content.decode()

    assert "to@example.org" in page
    assert 'name="title"' not in page
    assert client.get("/admin/communications/notification/add/").status_code == 403


def test_the_list_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    client.force_login(UserFactory(user_type="admin"))
    NotificationFactory(user=UserFactory())
    with django_assert_num_queries(7):
        client.get("/admin/communications/notification/")

    NotificationFactory.create_batch(2)
    with django_assert_num_queries(7):
        client.get("/admin/communications/notification/")


@pytest.mark.parametrize(
    ("chosen", "lead"),
    [("it", "D’ora in poi gli orari sono questi:"), ("", "These are the times from here on:")],
)
def test_people_are_told_in_the_language_they_chose(chosen, lead):
    ann = UserFactory(preferences={"language": chosen} if chosen else {})
    words = {"lead": gettext_lazy("These are the times from here on:"), "zone": "UTC"}

    with acting_as(None), override("it"):  # whoever causes it speaks what they like
        notify_person("staffing/shift", words, user_id=ann.pk, kind="shifts", page="/staff/")

    with everything():
        assert Notification.objects.get().content.splitlines()[0] == lead
