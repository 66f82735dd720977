from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from fashionista.common.access import INTEGRITY
from fashionista.common.identity import acting_as
from fashionista.common.pictures import FOLDER, named_keys, sweep


class Command(BaseCommand):
    help = "Remove the pictures that no row names any more, a day after they were sent."

    def handle(self, **options):
        with acting_as(INTEGRITY):
            named = set(named_keys(FOLDER))
        gone = sweep(named, folder=FOLDER, storage=default_storage, at=timezone.now())
        self.stdout.write(f"{gone} removed.")
