"""What was written is sent: at least once, as the same message each time, telling logs nothing."""

import logging
import socketserver
import threading
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from communications import attachments
from communications.attachments import Attachment
from communications.delivery import NotSent, deliver
from communications.models import Notification
from communications.notifications import notify
from communications.tests.factories import NotificationFactory
from fashionista.common import outbox
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.tasks import work_on
from fashionista.common.testing import drain_outbox, stored

pytestmark = pytest.mark.django_db
ADDRESS = "ann@canary.example"
PIXEL = b"\x89PNG\r\n\x1a\n pixel"


@pytest.fixture
def note():
    with acting_as(None):
        return notify("accounts/no_account", {"signup_url": "https://x.example"}, address=ADDRESS)


class RefusingServer(socketserver.StreamRequestHandler):
    """Just enough of SMTP to take a message and refuse its recipient by name, or hang up."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"RCPT" and self.server.hangs_up:
                return
            refuse = f"{self.server.code} no {ADDRESS} here\r\n".encode()
            self.wfile.write(refuse if verb == b"RCPT" else b"250 fine\r\n")


@pytest.fixture
def mail_server(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), RefusingServer) as server:
        server.hangs_up, server.code = False, 450
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 5
        yield server
        server.shutdown()
        thread.join()


def test_a_message_is_sent_once_with_an_id_of_its_own(note):
    drain_outbox()
    with acting_as(None):
        deliver(note.pk)  # promised twice, or offered again

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "No account at this address")
    assert sent.from_email == "Fashionista Portal <tickets@fashionista.example>"
    assert sent.extra_headers == {"Message-ID": f"<{note.pk}@127.0.0.1>"}
    ((html, kind),) = sent.alternatives
    assert (kind, "https://x.example" in html, "https://x.example" in sent.body) == (
        "text/html", True, True,
    )  # fmt: skip
    now = stored(note)
    assert now.status == "sent"
    assert now.sent_at is not None
    assert not OutboxMessage.objects.exists()


def test_a_crash_before_the_note_is_made_sends_the_same_message_again(note):
    with acting_as("communications.deliver"):
        deliver(note.pk)
    with pytest.MonkeyPatch.context() as crash:
        crash.setattr("communications.delivery.advance", crashing)
        again = NotificationFactory(address=ADDRESS)
        for _try in range(2):
            with acting_as(None), pytest.raises(ZeroDivisionError):
                deliver(again.pk)
    with acting_as(None):
        deliver(again.pk)

    ids = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert ids == [f"<{note.pk}@127.0.0.1>"] + [f"<{again.pk}@127.0.0.1>"] * 3
    assert stored(again).status == "sent"


def crashing(*args, **kwargs):
    raise ZeroDivisionError


def test_a_failure_keeps_the_promise_until_the_mail_is_sent(note, mail_server, settings):
    number = OutboxMessage.objects.get().pk

    with acting_as(None), pytest.raises(NotSent, match=r"^notification \w{8}: \[450\]$"):
        outbox.work_on(number)
    assert (stored(note).status, OutboxMessage.objects.get().attempts) == ("pending", 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMessage.objects.update(leased_until=None)
    drain_outbox()

    assert stored(note).status == "sent"
    assert [sent.to for sent in mail.outbox] == [[ADDRESS]]


def test_an_address_refused_for_good_is_not_tried_for_ever(note, mail_server, caplog):
    mail_server.code = 550

    drain_outbox()

    assert stored(note).status == "failed"
    assert not OutboxMessage.objects.exists()
    assert "refused for good: [550]" in caplog.text
    assert ADDRESS not in caplog.text


def test_a_server_that_hangs_up_is_named_without_the_address(note, mail_server):
    mail_server.hangs_up = True

    with acting_as(None), pytest.raises(NotSent, match=SMTPServerDisconnected.__name__):
        deliver(note.pk)

    assert stored(note).status == "pending"


def test_no_address_is_in_the_workers_log(note, mail_server, caplog):
    caplog.set_level(logging.DEBUG)

    done = work_on.apply((OutboxMessage.objects.get().pk,))

    assert done.failed()
    assert "raised unexpected: NotSent" in caplog.text
    for words in (caplog.text, str(done.traceback)):
        assert "canary" not in words


def test_files_are_made_when_the_mail_is_sent_and_shown_inside_it(monkeypatch):
    monkeypatch.setattr(attachments, "makers", {})

    @attachments.provides("tests.pixel")
    def pixel(which):
        return Attachment(f"{which}.png", "image/png", PIXEL, content_id=f"pixel-{which}")

    note = NotificationFactory(
        content_html="<img src='cid:pixel-7'>", attachments=[["tests.pixel", ["7"]]]
    )
    with acting_as(None):
        deliver(note.pk)

    message = mail.outbox[0].message()
    assert message.get_content_type() == "multipart/related"
    (part,) = [part for part in message.walk() if part.get_content_maintype() == "image"]
    assert (part["Content-ID"], part.get_filename()) == ("<pixel-7>", "7.png")
    assert part.get_content_disposition() == "inline"
    assert part.get_payload(decode=True) == PIXEL


def test_other_files_lie_beside_what_is_shown(monkeypatch):
    monkeypatch.setattr(attachments, "makers", {})
    made = {
        "7.png": Attachment("7.png", "image/png", PIXEL, content_id="pixel-7"),
        "7.pdf": Attachment("7.pdf", "application/pdf", b"%PDF-1.7 \xff"),
        "7.ics": Attachment("7.ics", "text/calendar", "BEGIN:VCALENDAR é".encode()),
    }
    attachments.provides("tests.file")(made.get)
    note = NotificationFactory(attachments=[["tests.file", [name]] for name in made])
    with acting_as(None):
        deliver(note.pk)

    message = mail.outbox[0].message()
    assert message.get_content_type() == "multipart/mixed"
    assert message["Message-ID"].startswith(f"<{note.pk}@")
    found = {part.get_filename(): part for part in message.walk() if part.get_filename()}
    assert {name: part.get_content_type() for name, part in found.items()} == {
        name: file.mime_type for name, file in made.items()
    }
    assert found["7.pdf"].get_payload(decode=True) == b"%PDF-1.7 \xff"
    assert found["7.ics"].get_payload(decode=True).decode() == "BEGIN:VCALENDAR é"
    assert [found[name].get_content_disposition() for name in made] == [
        "inline", "attachment", "attachment"
    ]  # fmt: skip


def test_a_file_nobody_can_make_sends_nothing():
    note = NotificationFactory(attachments=[["tests.unknown", []]])

    with acting_as(None), pytest.raises(KeyError, match=r"tests\.unknown"):
        deliver(note.pk)

    assert mail.outbox == []
    assert stored(note).status == "pending"


def test_a_message_that_is_gone_is_an_error():
    with acting_as(None), pytest.raises(Notification.DoesNotExist):
        deliver("00000000-0000-4000-8000-000000000001")
