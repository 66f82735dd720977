"""Prints the address of a person, given their key."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")
django.setup()

from accounts.models import User  # noqa: E402
from fashionista.common.identity import acting_as  # noqa: E402

with acting_as("accounts.login"):
    print(User.objects.get(pk=sys.argv[1]).email)
