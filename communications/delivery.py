"""Sending what was written. At least once: a crash between sending and noting it sends again."""

import logging
from email.mime.image import MIMEImage
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, SafeMIMEMultipart
from django.utils import timezone

from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance

from . import attachments
from .models import Notification

REFUSED_FOR_GOOD = 500  # from here on, RFC 5321 §4.2.1 says, trying again is no use

log = logging.getLogger(__name__)


class NotSent(Exception):
    """What the mail server said, without whom it was about: errors end up in logs."""


class MailWithPictures(EmailMultiAlternatives):
    """Its HTML finds the pictures it shows; other files lie beside both."""

    mixed_subtype = "related"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.files = []

    def _create_message(self, msg):
        shown = super()._create_message(msg)  # type: ignore[misc]  # not in its stubs
        if not self.files:
            return shown
        whole = SafeMIMEMultipart(_subtype="mixed")
        whole.attach(shown)
        for file in self.files:
            is_text = file.mime_type.startswith("text/")
            content = file.content.decode() if is_text else file.content
            part = self._create_attachment(  # type: ignore[attr-defined]
                file.name, content, file.mime_type
            )
            whole.attach(part)
        return whole


def deliver(notification_id):
    """
    Send one notification by mail, if that is to be done still. The Message-ID is its own, always.
    One for the inbox only has arrived with that.

    Where the server refuses the address for good, the notification has failed. Raises NotSent
    where another try may do better.
    """
    with acting_as("communications.deliver"):
        notification = Notification.objects.get(pk=notification_id)
        if notification.status != Notification.Status.PENDING:
            return
        try:
            if notification.type == Notification.Type.EMAIL:
                _mail(notification).send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            if min(codes) < REFUSED_FOR_GOOD:
                raise NotSent(f"{notification}: {codes}") from None
            log.warning("%s: its address is refused for good: %s", notification, codes)
            advance(notification, Notification.Status.FAILED, at=timezone.now())
        except SMTPException as error:
            code = getattr(error, "smtp_code", type(error).__name__)
            raise NotSent(f"{notification}: {code}") from None
        else:
            now = timezone.now()
            advance(notification, Notification.Status.SENT, at=now, sent_at=now)


def _mail(notification):
    host = urlsplit(settings.SITE_URL).hostname
    mail = MailWithPictures(
        subject=notification.title,
        body=notification.content,
        to=[notification.address],
        headers={"Message-ID": f"<{notification.pk}@{host}>"},
    )
    mail.attach_alternative(notification.content_html, "text/html")
    for kind, parts in notification.attachments:
        file = attachments.make(kind, parts)
        if not file.content_id:
            mail.files.append(file)
            continue
        part = MIMEImage(file.content, file.mime_type.rpartition("/")[2])
        part.add_header("Content-ID", f"<{file.content_id}>")
        part.add_header("Content-Disposition", "inline", filename=file.name)
        mail.attach(part)
    return mail
