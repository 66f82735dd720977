from django.core.management.base import BaseCommand
from django.utils import timezone

from fashionista.common.access import INTEGRITY
from fashionista.common.identity import acting_as
from fashionista.common.pictures import STORES, named_keys, sweep


class Command(BaseCommand):
    help = "Remove the pictures that no row names any more, a day after they were sent."

    def handle(self, **options):
        with acting_as(INTEGRITY):
            named = {folder: set(named_keys(folder)) for folder in STORES}
        now = timezone.now()
        gone = sum(sweep(named[folder], folder=folder, at=now) for folder in STORES)
        self.stdout.write(f"{gone} removed.")
