from django.core.management.base import BaseCommand

from fashionista.common.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Make the translations ready, as Django's own command does, but without GNU gettext."
    requires_system_checks = []

    def handle(self, *args, **options):
        for file in compile_catalogues():
            self.stdout.write(str(file))
