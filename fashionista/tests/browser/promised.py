"""Asks the worker for a workbook of organizer2's ticket types; prints the export's key."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from fashionista.common.exporting import promise  # noqa: E402
from fashionista.common.identity import acting_as  # noqa: E402
from fashionista.common.models import Export  # noqa: E402

with acting_as("accounts.login"):
    organizer = User.objects.get(email="organizer2@fashionista.example")
with acting_as(organizer):
    job = Export(
        person=organizer,
        what="ticket_types",
        looked_for="o=1",
        format=Export.Format.XLSX,
        language="en-gb",
        created_at=timezone.now(),
    )
    print(promise(job).pk)
