from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.home_links import Link, on_account_page
from accounts.signals import account_message
from fashionista.common.languages import language_in_use

from .inbox import unread_count
from .notifications import notify


@receiver(account_message)
def mail(sender, kind, address, user_id, language, context, **kwargs):
    """Sent while somebody waits on a page: who has chosen no language has that page's."""
    language = language or language_in_use()
    notify(f"accounts/{kind}", context, address=address, user_id=user_id, language=language)


@on_account_page
def notifications(user):
    unread = unread_count(user)
    text = _("Notifications, %(n)s unread") % {"n": unread} if unread else _("Notifications")
    return Link(reverse("communications:notification_list"), "info", text)
