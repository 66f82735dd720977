"""Getting back into an account: by a link that works once, and tells strangers nothing."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.registration import LinkExpired, ask_for_reset, read_reset, set_new_password
from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.page_cache import TOKEN
from fashionista.common.testing import NOON, drain_outbox, everything

pytestmark = pytest.mark.django_db
NEW = "a new horse battery"


def token_of(user):
    return f"{user.pk.hex}-{default_token_generator.make_token(user)}"


def stored(user):
    with everything():
        return User.objects.get(pk=user.pk)


def test_reset_mails_a_link_that_sets_a_new_password(client):
    ann = UserFactory(email="ann@example.org", full_name="Ann Example", password="old password")

    asked = client.post(reverse("accounts:reset"), {"email": "ANN@example.org "})
    drain_outbox("communications.deliver")
    (sent,) = mail.outbox
    link = re.search(r"http://[^/]+(/account/reset/\S+)", sent.body)[1]
    assert "New password" in client.get(link).content.decode()
    answer = client.post(link, {"password": NEW}, follow=True)

    assert "Look in your inbox" in asked.content.decode()
    assert (sent.to, sent.subject) == (["ann@example.org"], "Set a new password")
    assert answer.redirect_chain == [(reverse("accounts:login"), 302)]
    assert "Your new password is set." in answer.content.decode()
    assert stored(ann).check_password(NEW)
    assert client.get(link).status_code == 410
    assert client.post(link, {"password": "yet another one"}).status_code == 410
    assert stored(ann).check_password(NEW)


def test_reset_answers_alike_whatever_is_known_of_the_address():
    for status in ("active", "pending", "inactive"):
        UserFactory(email=f"{status}@example.org", status=status)
    answers, costs = [], []

    for name in ("active", "pending", "inactive", "stranger"):
        with CaptureQueriesContext(connection) as asked:
            answer = Client().post(reverse("accounts:reset"), {"email": f"{name}@example.org"})
        del answer["Expires"]  # the second it was made
        content = TOKEN.sub(rb"\1", answer.content)
        answers.append((answer.status_code, answer.headers, content, [*answer.cookies]))
        costs.append(len(asked))

    assert answers == [answers[0]] * 4
    assert costs == [costs[0]] * 4
    assert costs[0] > 3
    drain_outbox("communications.deliver")
    assert [(sent.to[0], sent.subject) for sent in mail.outbox] == [
        ("active@example.org", "Set a new password"),
        ("pending@example.org", "Set a new password"),
        ("inactive@example.org", "No account at this address"),
        ("stranger@example.org", "No account at this address"),
    ]


def test_a_mail_to_a_stranger_holds_no_link_that_opens_anything():
    with acting_as(None):
        ask_for_reset("stranger@example.org")

    drain_outbox("communications.deliver")
    (sent,) = mail.outbox
    assert re.findall(r"http://\S+", sent.body) == ["http://127.0.0.1:8000/account/signup/"]


@pytest.mark.parametrize(("email", "words"), [
    ("", "Enter your address."),
    ("ann", "Enter the full address, like name@example.com."),
])  # fmt: skip
def test_reset_says_what_to_mend_and_writes_nothing(client, email, words):
    answer = client.post(reverse("accounts:reset"), {"email": email})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not OutboxMessage.objects.exists()


def test_reset_is_throttled(client):
    for _try in range(10):
        client.post(reverse("accounts:reset"), {"email": "ann@example.org"})

    answer = client.post(reverse("accounts:reset"), {"email": "Ann@example.org"})

    assert "That was too often." in answer.content.decode()
    assert OutboxMessage.objects.count() == 10


def test_a_new_password_ends_other_sessions(client):
    ann = UserFactory(password="old password")
    elsewhere = Client()
    elsewhere.force_login(ann)
    assert elsewhere.get(reverse("accounts:home")).status_code == 200

    client.post(reverse("accounts:reset_confirm", args=[token_of(ann)]), {"password": NEW})

    assert elsewhere.get(reverse("accounts:home")).status_code == 302


@pytest.mark.parametrize("password", ["", "tooshort", "1234567890"])
def test_a_bad_new_password_is_refused_and_the_link_still_works(client, password):
    ann = UserFactory(password="old password")
    link = reverse("accounts:reset_confirm", args=[token_of(ann)])

    answer = client.post(link, {"password": password})

    assert answer.status_code == 422
    assert "One thing to fix." in answer.content.decode()
    assert stored(ann).check_password("old password")
    assert client.post(link, {"password": NEW}).status_code == 302


def test_links_that_are_old_used_or_anothers_are_refused(client, monkeypatch):
    ann, bob = UserFactory(password="old password"), UserFactory(password="old password")
    token, rest = token_of(ann), token_of(bob).partition("-")[2]
    gone = UserFactory(status="inactive")

    worn = [
        f"{ann.pk.hex}-{rest}", ann.pk.hex, f"{'0' * 32}-{rest}", "-", f"{'z' * 32}-{rest}",
        "\0" * 32 + "-1", token[:-1], token_of(gone),
    ]  # fmt: skip
    for each in worn:
        with acting_as(None), pytest.raises(LinkExpired):
            set_new_password(each, NEW, at=NOON)
        answer = client.post(reverse("accounts:reset_confirm", args=[each]), {"password": NEW})
        assert answer.status_code == 410
        assert "Your password is as it was." in answer.content.decode()
    with acting_as(None):
        assert read_reset(token).pk == ann.pk
        in_four_days = datetime.now() + timedelta(days=4)  # noqa: DTZ005  as Django counts
        monkeypatch.setattr(default_token_generator, "_now", lambda: in_four_days)
        with pytest.raises(LinkExpired):
            read_reset(token)
    for user in (ann, bob, gone):
        assert not stored(user).check_password(NEW)


def test_a_link_confirms_the_address_too_since_it_came_by_mail():
    pending = UserFactory(email="ann@example.org", password="old password", status="pending")

    with acting_as(None):
        set_new_password(token_of(pending), NEW, at=NOON)

    ann = stored(pending)
    assert (ann.status, ann.check_password(NEW), ann.updated_at) == ("active", True, NOON)
