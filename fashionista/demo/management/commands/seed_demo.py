from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.demo.planting import plant


class Command(BaseCommand):
    help = "Fill an empty portal with a demo season, relative to today. Needs DATABASE_OWNER_URL."

    def handle(self, **options):
        with acting_as(None):
            if Event.objects.exists():
                raise CommandError("There are events already: the demo season needs an empty portal.")
        plant(at=timezone.now(), say=self.stdout.write)
