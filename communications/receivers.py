from django.dispatch import receiver

from accounts.signals import account_message

from .notifications import notify


@receiver(account_message)
def mail(sender, kind, address, user_id, context, **kwargs):
    notify(f"accounts/{kind}", context, address=address, user_id=user_id)
