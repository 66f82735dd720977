"""The mail of a run without a mail server: one file a message."""

import os
from email.mime.image import MIMEImage

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from communications import mailbox
from communications.attachments import Attachment

PIXEL = b"\x89PNG\r\n\x1a\n pixel"


def send(name, *, subject="Hello", text="Words — and ünïcode.\n", picture=False):
    message = EmailMultiAlternatives(
        subject, text, "from@example.org", ["to@example.org"],
        headers={"Message-ID": f"<{name}@example.org>"},
    )  # fmt: skip
    message.attach_alternative("<p>Words</p>", "text/html")
    if picture:
        part = MIMEImage(PIXEL, "png")
        part.add_header("Content-Disposition", "inline", filename="qr.png")
        message.attach(part)
    return message.send()


def test_a_message_reads_as_it_was_sent(mail_dir):
    assert send("one", picture=True) == 1

    read = mailbox.read("one")

    assert (read.name, read.subject, read.to, read.sender) == (
        "one", "Hello", "to@example.org", "from@example.org",
    )  # fmt: skip
    assert read.text == "Words — and ünïcode.\n"
    assert read.files == [Attachment("qr.png", "image/png", PIXEL)]
    assert read.sent_at.tzinfo is not None


def test_a_message_sent_twice_is_there_once(mail_dir):
    send("one", subject="First")
    send("one", subject="Second")

    assert sorted(file.name for file in mail_dir.iterdir()) == ["one.eml"]
    assert mailbox.read("one").subject == "Second"


def test_the_newest_come_first_and_not_more_than_asked(mail_dir):
    assert mailbox.newest() == []
    for age, name in enumerate(["new", "old", "oldest"]):
        send(name)
        os.utime(mail_dir / f"{name}.eml", (1000 - age, 1000 - age))
    (mail_dir / "half.part").write_text("not done")

    assert [read.name for read in mailbox.newest()] == ["new", "old", "oldest"]
    assert [read.name for read in mailbox.newest(limit=2)] == ["new", "old"]


@pytest.mark.parametrize("name", ["none", "../secret", "sub/secret", "/etc/passwd"])
def test_nothing_outside_the_folder_is_read(mail_dir, name):
    send("one")
    for place in (mail_dir.parent, mail_dir / "sub"):
        place.mkdir(exist_ok=True)
        (place / "secret.eml").write_bytes((mail_dir / "one.eml").read_bytes())

    with pytest.raises(FileNotFoundError):
        mailbox.read(name)

    assert mail.outbox == []
