"""/dev/mail/: what this machine would have sent, for whoever tries the portal on it."""

import pytest
from django.core.mail import EmailMessage
from django.urls import NoReverseMatch, reverse

from communications.tests.test_mailbox import PIXEL, send
from fashionista.common.testing import drain_outbox
from fashionista.common.tests.pages import inline_code

pytestmark = pytest.mark.django_db


def test_there_is_no_such_page_where_mail_is_really_sent(mail_to, client):
    mail_to("")

    for path in ("/dev/mail/", "/dev/mail/one/", "/dev/mail/one/0/"):
        assert client.get(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("dev_mail:list")

    page = client.post("/account/reset/", {"email": "ann@example.org"}).content.decode()
    assert "Look in your inbox" in page
    assert "read its mail here" not in page


def test_an_empty_mailbox_says_so(mail_dir, client):
    assert "No mail yet" in client.get("/dev/mail/").content.decode()


def test_what_was_sent_is_listed_and_read(mail_dir, client):
    asked = client.post("/account/reset/", {"email": "ann@example.org"}).content.decode()
    assert 'href="/dev/mail/"' in asked
    drain_outbox()

    listed = client.get("/dev/mail/")
    assert "No account at this address" in listed.content.decode()
    (mail,) = listed.context["mails"]
    read = client.get(f"/dev/mail/{mail.name}/")

    page = read.content.decode()
    assert "To ann@example.org, from Fashionista Portal" in page
    assert 'href="http://127.0.0.1:8000/account/signup/"' in page
    assert "no-store" in read["Cache-Control"]
    assert (inline_code(listed), inline_code(read)) == ([], [])


def test_pictures_are_shown_and_counted(mail_dir, client):
    send("one", picture=True)

    page = client.get("/dev/mail/one/").content.decode()
    picture = client.get("/dev/mail/one/0/")

    assert 'src="/dev/mail/one/0/"' in page
    assert (picture["Content-Type"], picture.content) == ("image/png", PIXEL)
    for path in ("/dev/mail/one/1/", "/dev/mail/none/0/", "/dev/mail/none/"):
        assert client.get(path).status_code == 404


def test_words_of_a_mail_are_text(mail_dir, client):
    send("one", subject="<b>Hello</b>", text="<script>alert(1)</script>\n")

    read = client.get("/dev/mail/one/")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in read.content.decode()
    assert "<b>Hello</b>" not in read.content.decode()
    assert inline_code(read) == []


def test_reading_changes_nothing(mail_dir, client):
    EmailMessage(headers={"Message-ID": "<x@y>"}, to=["a@example.org"]).send()

    assert client.post("/dev/mail/").status_code == 405
    assert client.post("/dev/mail/x/").status_code == 405
