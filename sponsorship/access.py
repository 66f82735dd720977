"""The system rule of deals, and when a row of this app is still worked on."""

from django.db.models import Q

DEALS = "sponsorship.deals"  # moves deals that are no longer pending, and counts packages
PENDING = Q(status="pending")
