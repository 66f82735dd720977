"""Telling people something: the row now, inside the caller's transaction, the delivery after."""

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import User
from fashionista.common import outbox
from fashionista.common.identity import acting_as

from .models import Notification

DELIVER = "communications.deliver"


def notify(template, context, *, address, user_id=None, attachments=()):
    """
    Write a message from `templates/emails/<template>.*` and promise its delivery.

    `attachments` are (kind, [parts]) that `communications.attachments` can make. Returns the
    Notification.
    """
    context = context | {"site_url": settings.SITE_URL}
    subject = render_to_string(f"emails/{template}.subject.txt", context)
    with acting_as("communications.notify"):
        notification = Notification.objects.create(
            user_id=user_id,
            address=address,
            title=" ".join(subject.split()),
            content=render_to_string(f"emails/{template}.txt", context),
            content_html=render_to_string(f"emails/{template}.html", context),
            attachments=list(attachments),
        )
        outbox.post(DELIVER, notification.pk)
    return notification


def notify_person(template, context, *, user_id):
    """Write to somebody with an account, whose address the caller need not see."""
    with acting_as("communications.notify"):
        user = User.objects.get(pk=user_id)
    return notify(template, context, address=user.email, user_id=user_id)


def site_url(path):
    return f"{settings.SITE_URL}{path}"
