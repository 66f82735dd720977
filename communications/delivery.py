"""Sending what was written. At least once: a crash between sending and noting it sends again."""

from email.mime.image import MIMEImage
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance

from . import attachments
from .models import Notification


class NotSent(Exception):
    """What the mail server said, without whom it was about: errors end up in logs."""


class MailWithPictures(EmailMultiAlternatives):
    mixed_subtype = "related"  # so that the HTML finds its pictures


def deliver(notification_id):
    """
    Send one notification by mail, unless it is sent. The Message-ID is its own, every time.

    Raises NotSent.
    """
    with acting_as("communications.deliver"):
        notification = Notification.objects.get(pk=notification_id)
        if notification.status == Notification.Status.SENT:
            return
        try:
            _mail(notification).send()
        except SMTPException as error:
            raise NotSent(f"{notification}: {_code(error)}") from None
        now = timezone.now()
        advance(notification, Notification.Status.SENT, at=now, sent_at=now)


def _code(error):
    if isinstance(error, SMTPRecipientsRefused):
        return " ".join(str(code) for code, _text in error.recipients.values())
    return getattr(error, "smtp_code", type(error).__name__)


def _mail(notification):
    host = urlsplit(settings.SITE_URL).hostname
    mail = MailWithPictures(
        subject=notification.title,
        body=notification.content,
        to=[notification.address],
        headers={"Message-ID": f"<{notification.pk}@{host}>"},
    )
    mail.attach_alternative(notification.content_html, "text/html")
    for kind, ids in notification.attachments:
        file = attachments.make(kind, ids)
        part = MIMEImage(file.content, file.mime_type.rpartition("/")[2])
        part.add_header("Content-ID", f"<{file.content_id}>")
        part.add_header("Content-Disposition", "inline", filename=file.name)
        mail.attach(part)
    return mail
