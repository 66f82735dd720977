from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.demo.bulk import BigSeason
from fashionista.demo.planting import plant


class Command(BaseCommand):
    help = (
        "Fill an empty portal with a demo season around today. With --events and --tickets, add"
        " as many for measuring. Needs DATABASE_OWNER_URL."
    )

    def add_arguments(self, parser):
        parser.add_argument("--events", type=int, default=0, help="how many more events")
        parser.add_argument("--tickets", type=int, default=0, help="with so many tickets in all")

    def handle(self, *, events, tickets, **options):
        if events < 0 or tickets < 0 or (tickets and not events):
            raise CommandError("Give a number of events, and of tickets for them to have.")
        with acting_as(None):
            is_empty = not Event.objects.exists()
        if is_empty:
            plant(at=timezone.now(), say=self.stdout.write)
        elif not events:
            self.stdout.write("There are events already, so nothing was planted.")
        if events:
            season = BigSeason(
                events=events, tickets=tickets, at=timezone.now(), say=self.stdout.write
            )
            with connection.creation.as_owner():
                season.plant()
