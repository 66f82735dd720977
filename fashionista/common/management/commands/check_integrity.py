from itertools import groupby

from django.core.management.base import BaseCommand
from django.utils import timezone

from fashionista.common.integrity import blind_spots, note, violations


class Command(BaseCommand):
    help = "Look for rows that must not be, and fail if there are any. Prints nobody's data."

    def handle(self, **options):
        now = timezone.now()
        found = [*violations(now), *blind_spots()]
        note(found, at=now)
        for invariant, broken in groupby(found, key=lambda violation: violation.invariant):
            self.stderr.write(f"Broken: {invariant}")
            for violation in broken:
                self.stderr.write(f"  {violation}")
        if found:
            raise SystemExit(1)
        self.stdout.write("Every invariant holds.")
