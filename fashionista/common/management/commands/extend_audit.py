from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Make room in the audit for the months ahead: run it monthly. Needs DATABASE_OWNER_URL."

    def handle(self, **options):
        with connection.creation.as_owner(), connection.cursor() as cursor:
            cursor.execute("SELECT audit.make_partitions()")
            (made,) = cursor.fetchone()
        self.stdout.write(f"{made} partitions made.")
