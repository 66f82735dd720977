from django.core.management.base import BaseCommand
from django.utils import timezone

from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.demo.planting import plant


class Command(BaseCommand):
    help = "Fill an empty portal with a demo season around today. Needs DATABASE_OWNER_URL."

    def handle(self, **options):
        with acting_as(None):
            if Event.objects.exists():
                self.stdout.write("There are events already, so nothing was planted.")
                return
        plant(at=timezone.now(), say=self.stdout.write)
