"""Telling people something: the row now, inside the caller's transaction, the delivery after."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from fashionista.common import outbox
from fashionista.common.identity import acting_as

from .models import Notification

DELIVER = "communications.deliver"


# What people may have without a mail. All else is part of what they bought or asked for.
KINDS = {"shifts": _("Shifts: what you are offered, what has changed, and answers")}


def notify(template, context, *, address, user_id=None, attachments=(), page="", by_mail=True):
    """
    Write a message from `templates/emails/<template>.*` and promise its delivery.

    `page` is the path of what it is about. Not by mail, it is in the person's inbox only.
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
            type=Notification.Type.EMAIL if by_mail else Notification.Type.PUSH,
            meta_data={"page": page} if page else {},
        )
        outbox.post(DELIVER, notification.pk)
    return notification


def notify_person(template, context, *, user_id, kind, page):
    """
    Write to somebody with an account, whose address the caller need not see.

    Those who want this kind without mail find it in their inbox only.
    """
    with acting_as("communications.notify"):
        user = User.objects.get(pk=user_id)
    by_mail = kind not in user.preferences.get("no_mail", [])
    return notify(
        template, context, address=user.email, user_id=user_id, page=page, by_mail=by_mail
    )


def site_url(path):
    return f"{settings.SITE_URL}{path}"
