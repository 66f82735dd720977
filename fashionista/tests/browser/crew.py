"""
Puts somebody on the books of an event's organizer: `python -m fashionista.tests.browser.crew NAME
SLUG`, who signs in as NAME@fashionista.example.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.registration import confirm_address, sign_up  # noqa: E402
from events.models import Event  # noqa: E402
from fashionista.common.identity import acting_as  # noqa: E402
from fashionista.tests.browser.visitors import PASSWORD  # noqa: E402
from staffing.models import StaffMember, StaffRole  # noqa: E402


def main(name, slug):
    address = f"{name}@fashionista.example"
    with acting_as(None):
        user = sign_up(email=address, password=PASSWORD, full_name=name.title())
        confirm_address(user.pk, password=PASSWORD, at=timezone.now())
    with acting_as("accounts.login"):
        admin = User.objects.get(email="admin@fashionista.example")
    with acting_as(admin):
        StaffMember.objects.create(
            organizer=Event.objects.get(slug=slug).organizer,
            user=user,
            role=StaffRole.objects.get(name="Door"),
        )


main(*sys.argv[1:])
