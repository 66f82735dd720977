"""Telling people something: the row now, inside the caller's transaction, the delivery after."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from fashionista.common import outbox
from fashionista.common.identity import acting_as

from .models import Notification

DELIVER = "communications.deliver"


# What people may have without a mail. All else is part of what they bought or asked for.
KINDS = {
    "shifts": _("Shifts: what you are offered, what has changed, and answers"),
    "refunds": _("Refund requests: who waits for your answer"),
}


def notify(
    template, context, *, address, user_id=None, language="", attachments=(), page="", by_mail=True
):
    """
    Write a message from `templates/emails/<template>.*` and promise its delivery.

    `page` is the path of what it is about. Not by mail, it is in the person's inbox only.
    `language` is its receiver's, see `language_of`; nothing known, it speaks English.
    `attachments` are (kind, [parts]) that `communications.attachments` can make. Returns the
    Notification.
    """
    context = context | {"site_url": settings.SITE_URL}
    with override(language or settings.LANGUAGE_CODE):
        subject = render_to_string(f"emails/{template}.subject.txt", context)
        content = render_to_string(f"emails/{template}.txt", context)
        content_html = render_to_string(f"emails/{template}.html", context)
    with acting_as("communications.notify"):
        notification = Notification.objects.create(
            user_id=user_id,
            address=address,
            title=" ".join(subject.split()),
            content=content,
            content_html=content_html,
            attachments=list(attachments),
            type=Notification.Type.EMAIL if by_mail else Notification.Type.PUSH,
            meta_data={"page": page} if page else {},
        )
        outbox.post(DELIVER, notification.pk, can_wait=True)
    return notification


def language_of(user_id, *, otherwise):
    """The language a person has chosen, if there is a person and they have."""
    if not user_id:
        return otherwise
    with acting_as("communications.notify"):
        return User.objects.get(pk=user_id).language or otherwise


def notify_person(template, context, *, user_id, kind, page):
    """
    Write to somebody with an account, whose address the caller need not see.

    Those who want this kind without mail find it in their inbox only.
    """
    with acting_as("communications.notify"):
        user = User.objects.get(pk=user_id)
    by_mail = kind not in user.preferences.get("no_mail", [])
    return notify(
        template,
        context,
        address=user.email,
        language=user.language,
        user_id=user_id,
        page=page,
        by_mail=by_mail,
    )


def site_url(path):
    return f"{settings.SITE_URL}{path}"
