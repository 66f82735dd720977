"""
Lets in an organizer with nothing of their own yet: `python -m fashionista.tests.browser.newcomer
NAME`, who signs in as NAME@fashionista.example.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.registration import confirm_address, sign_up  # noqa: E402
from events.models import OrganizerProfile  # noqa: E402
from fashionista.common.identity import acting_as  # noqa: E402
from fashionista.tests.browser.visitors import PASSWORD  # noqa: E402


def main(name):
    with acting_as(None):
        user = sign_up(email=f"{name}@fashionista.example", password=PASSWORD, full_name="Nora New")
        confirm_address(user.pk, password=PASSWORD, at=timezone.now())
    with acting_as("accounts.login"):
        admin = User.objects.get(email="admin@fashionista.example")
    with acting_as(admin), transaction.atomic():
        user = User.objects.get(pk=user.pk)
        user.user_type = User.UserType.ORGANIZER
        user.save()
        OrganizerProfile.objects.create(user=user, public_name="Studio New", slug=name)


main(*sys.argv[1:])
