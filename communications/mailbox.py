"""The mail of a run without a mail server: one file a message in MAIL_DIR, read at /dev/mail/."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from .attachments import Attachment


class EmailBackend(BaseEmailBackend):
    """Writes <Message-ID>.eml, so that a message sent twice is there once."""

    def send_messages(self, messages):
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            document = message.message()
            name = document["Message-ID"].strip("<>").partition("@")[0]
            draft = folder / f"{name}.part"
            draft.write_bytes(document.as_bytes())
            draft.rename(folder / f"{name}.eml")
        return len(messages)


@dataclass(frozen=True)
class Mail:
    name: str
    subject: str
    to: str
    sender: str
    sent_at: datetime
    text: str
    files: list[Attachment]


def newest(limit=100):
    """The latest messages, newest first."""
    files = sorted(Path(settings.MAIL_DIR).glob("*.eml"), key=lambda f: -f.stat().st_mtime_ns)
    return [read(file.stem) for file in files[:limit]]


def read(name):
    """One message. Raises FileNotFoundError."""
    folder = Path(settings.MAIL_DIR)
    file = folder / f"{name}.eml"
    if file.parent != folder:
        raise FileNotFoundError(name)
    message = BytesParser(EmailMessage, policy=default).parsebytes(file.read_bytes())
    words = message.get_body(("plain",))
    return Mail(
        name=name,
        subject=message["Subject"],
        to=message["To"],
        sender=message["From"],
        sent_at=parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC),  # as Django writes it
        text=words.get_content() if words else "",
        files=[
            Attachment(name, part.get_content_type(), bytes(part.get_payload(decode=True)))
            for part in message.walk()
            if (name := part.get_filename())
        ],
    )
