"""Opening an account: nobody learns whose address is known, nobody opens one for somebody else."""

import re

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import registration
from accounts.models import User, UserProfile
from accounts.registration import LinkExpired, WrongPassword, confirm_address, sign_up
from accounts.signals import address_confirmed
from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.page_cache import TOKEN
from fashionista.common.testing import NOON, drain_outbox, everything

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
FORM = {"full_name": "Ann Example", "email": "ann@example.org", "password": PASSWORD}


def person(email="ann@example.org"):
    with everything():
        return User.objects.get(email=email)


def the_link(number=-1):
    """The path in the mail that was sent last."""
    drain_outbox("communications.deliver")
    return re.search(r"http://[^/]+(/account/\S+)", mail.outbox[number].body)[1]


def test_sign_up_opens_a_pending_account_and_mails_the_link(client):
    answer = client.post(reverse("accounts:signup"), FORM)
    drain_outbox()

    assert answer.status_code == 200
    assert "Look in your inbox" in answer.content.decode()
    ann = person()
    assert (ann.full_name, ann.status, ann.user_type) == ("Ann Example", "pending", "attendee")
    assert ann.check_password(PASSWORD)
    with everything():
        assert UserProfile.objects.get().user_id == ann.pk
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ann@example.org"], "Confirm your address")
    assert sent.body.startswith("Hello Ann,\n")


@pytest.mark.parametrize("status", ["active", "pending", "inactive", None])
def test_sign_up_answers_alike_whatever_is_known_of_the_address(status):
    if status:
        UserFactory(email="ann@example.org", status=status)
    UserFactory(email="other@example.org")
    answers, costs = [], []

    for email in ("ann@example.org", "other@example.org", "stranger@example.org"):
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(reverse("accounts:signup"), FORM | {"email": email})
        del answer["Expires"]  # the second it was made
        content = TOKEN.sub(rb"\1", answer.content)
        answers.append((answer.status_code, answer.headers, content, [*answer.cookies]))
        costs.append(len(asked))

    assert answers == [answers[0]] * 3
    assert costs == [costs[0]] * 3
    assert costs[0] > 5
    drain_outbox("communications.deliver")
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "ann@example.org", "other@example.org", "stranger@example.org",
    ]  # fmt: skip


def test_sign_up_with_a_known_address_changes_nothing_and_tells_its_owner(client):
    ann = UserFactory(email="ann@example.org", full_name="Ann First", password="first password")

    client.post(reverse("accounts:signup"), FORM | {"email": " Ann@Example.org"})
    drain_outbox("communications.deliver")

    known = person()
    assert (known.pk, known.full_name, known.status) == (ann.pk, "Ann First", "active")
    assert known.check_password("first password")
    (sent,) = mail.outbox
    assert sent.subject == "You already have an account"
    assert f"http://127.0.0.1:8000{reverse('accounts:reset')}" in sent.body
    with everything():
        assert User.objects.count() == 1


def test_sign_up_again_mails_the_link_of_the_account_that_waits():
    with acting_as(None):
        first = sign_up(email="ann@example.org", password=PASSWORD, full_name="Ann")
        again = sign_up(email="ann@example.org", password="another one", full_name="Eve")

    link = the_link()
    assert again is None
    assert registration.read_verification(link.split("/")[-2]) == str(first.pk)
    assert person().check_password(PASSWORD)
    assert [sent.subject for sent in mail.outbox] == ["Confirm your address"] * 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "", "Tell us your name."),
        ("full_name", "x" * 201, "at most 200 characters"),
        ("email", "", "Enter your address."),
        ("email", "ann", "Enter the full address, like name@example.com."),
        ("email", "a\0b@example.org", "Null characters are not allowed."),
        ("email", "a" * 250 + "@example.org", "at most 254 characters"),
        ("password", "", "Enter your password."),
        ("password", "tooshort", "It must contain at least 10 characters."),
        ("password", "1234567890", "This password is too common."),
        ("password", "x" * 129, "at most 128 characters"),
    ],
)
def test_sign_up_says_what_to_mend_keeps_what_was_typed_and_writes_nothing(
    client, field, value, words
):
    answer = client.post(reverse("accounts:signup"), FORM | {field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert ('value="Ann Example"' in page) == (field != "full_name")
    assert PASSWORD not in page
    with everything():
        assert not User.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_sign_up_is_throttled_by_address_and_by_machine(client):
    for _try in range(10):
        client.post(reverse("accounts:signup"), FORM)
    refused = client.post(reverse("accounts:signup"), FORM)
    other = client.post(reverse("accounts:signup"), FORM | {"email": "bob@example.org"})

    assert refused.status_code == 422
    assert "That was too often." in refused.content.decode()
    assert other.status_code == 200
    assert OutboxMessage.objects.count() == 11


def test_the_link_opens_the_account_in_the_browser_that_signed_up(client):
    client.post(reverse("accounts:signup"), FORM)
    link = the_link()

    asked = client.get(link)
    assert person().status == "pending"  # scanners follow links
    assert "You are in another browser" not in asked.content.decode()
    answer = client.post(link, follow=True)

    assert answer.redirect_chain == [(reverse("accounts:login"), 302)]
    assert "Your address is confirmed." in answer.content.decode()
    assert person().status == "active"
    assert client.post(link).status_code == 410
    assert client.post(
        reverse("accounts:login"), {"email": "ann@example.org", "password": PASSWORD}
    )["Location"] == reverse("accounts:home")


def test_another_browser_must_know_the_password_the_account_was_opened_with(client):
    client.post(reverse("accounts:signup"), FORM)
    link, elsewhere = the_link(), Client()

    assert "You are in another browser" in elsewhere.get(link).content.decode()
    for password, words in [
        ("", "Enter your password."),
        ("a guess", "This is not the password this account was opened with."),
    ]:
        answer = elsewhere.post(link, {"password": password})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
        assert person().status == "pending"
    assert elsewhere.post(link, {"password": PASSWORD}).status_code == 302

    assert person().status == "active"


def test_who_opens_an_account_on_anothers_address_does_not_get_it(client):
    """Eve signs up with Ann's address and waits. Ann signs up too, and follows the link."""
    eve, ann = client, Client()
    eve.post(reverse("accounts:signup"), FORM | {"password": "eve knows this"})
    ann.post(reverse("accounts:signup"), FORM)
    link = the_link()

    for password in ("", PASSWORD):
        ann.post(link, {"password": password})
    assert person().status == "pending"
    ann.post(reverse("accounts:reset"), {"email": "ann@example.org"})
    ann.post(the_link(), {"password": PASSWORD})

    assert person().status == "active"
    credentials = {"email": "ann@example.org", "password": "eve knows this"}
    assert eve.post(reverse("accounts:login"), credentials).status_code == 422
    assert eve.post(link).status_code == 410
    assert ann.post(reverse("accounts:login"), FORM).status_code == 302


def test_guessing_the_password_of_a_link_is_throttled(client):
    client.post(reverse("accounts:signup"), FORM)
    link, elsewhere = the_link(), Client()
    for _try in range(10):
        elsewhere.post(link, {"password": "a guess"})

    answer = elsewhere.post(link, {"password": PASSWORD})

    assert "That was too often." in answer.content.decode()
    assert person().status == "pending"


def test_links_that_are_old_used_or_made_up_are_refused(client, monkeypatch):
    ann = UserFactory(status="pending")
    token = signing.dumps(str(ann.pk), salt=registration.VERIFY_SALT)
    others = signing.dumps(str(ann.pk), salt="another purpose")

    for worn in (others, token[:-1], "made-up", "x" * 2000):
        with pytest.raises(LinkExpired):
            registration.read_verification(worn)
        answer = client.post(reverse("accounts:verify", args=[worn]))
        assert answer.status_code == 410
        assert "That link is worn out" in answer.content.decode()
    assert registration.read_verification(token) == str(ann.pk)
    monkeypatch.setattr(registration, "VERIFY_SECONDS", -1)
    with pytest.raises(LinkExpired):
        registration.read_verification(token)


def test_confirm_address_refuses_what_is_not_pending_and_a_wrong_password():
    active = UserFactory(password=PASSWORD)
    inactive = UserFactory(password=PASSWORD, status="inactive")
    pending = UserFactory(password=PASSWORD, status="pending")

    with acting_as(None):
        for user, password, refusal in [
            (active, PASSWORD, LinkExpired),
            (inactive, PASSWORD, LinkExpired),
            (pending, "a guess", WrongPassword),
        ]:
            with pytest.raises(refusal):
                confirm_address(user.pk, password=password, at=NOON)

    with everything():
        assert list(User.objects.order_by("status").values_list("status", flat=True)) == [
            "active", "inactive", "pending",
        ]  # fmt: skip


def test_an_app_above_that_fails_leaves_the_address_unconfirmed(client):
    client.post(reverse("accounts:signup"), FORM)
    link = the_link()
    client.raise_request_exception = False

    def fail(sender, user, **kwargs):
        raise ZeroDivisionError

    address_confirmed.connect(fail)
    try:
        answer = client.post(link)
    finally:
        address_confirmed.disconnect(fail)

    assert answer.status_code == 500
    assert person().status == "pending"


def test_who_signs_up_in_italian_is_written_to_in_italian():
    client = Client(headers={"accept-language": "it"})

    client.post(reverse("accounts:signup"), FORM)
    drain_outbox("communications.deliver")

    (sent,) = mail.outbox
    assert sent.subject == "Conferma il tuo indirizzo"
    assert "Ciao Ann," in sent.body
    assert person().language == "it"


def test_whoever_has_an_account_is_told_so_in_the_language_they_chose(client):
    UserFactory(email="ann@example.org", preferences={"language": "it"})

    client.post(reverse("accounts:signup"), FORM)
    drain_outbox("communications.deliver")

    assert [sent.subject for sent in mail.outbox] == ["Hai già un account"]
