"""How an organizer is paid: what they have agreed with Stripe, and their bank account."""

from django.db import transaction

from events.models import OrganizerProfile


@transaction.atomic
def agree(profile, *, stripe, transfer, by, at):
    """
    Keep the keys and the account. Empty is what is not wanted any more, None what stays.

    Raises DoesNotExist where the profile is not theirs to change: the policies decide.
    """
    profile = OrganizerProfile.objects.select_for_update().get(pk=profile.pk)
    agreed = {**profile.gateway_credentials}
    for code, credentials in [("stripe", stripe), ("transfer", transfer)]:
        if credentials is not None:
            agreed[code] = {**agreed.get(code, {}), **credentials} if credentials else {}
    profile.gateway_credentials = agreed
    profile.save(update_fields=["gateway_credentials"])
    return profile
