import os

import psycopg
from django.core.management.base import BaseCommand, CommandError

from fashionista.launch.refusal import Refusal
from fashionista.launch.roles import make_roles


class Command(BaseCommand):
    help = (
        "Make the database and its roles on a server of your own. Passwords and the database's "
        "name come from DATABASE_URL and DATABASE_OWNER_URL. May run any number of times."
    )
    requires_system_checks = []  # there may be no database yet

    def add_arguments(self, parser):
        parser.add_argument(
            "--url", required=True, help="the server's administrator: postgresql://…/postgres"
        )

    def handle(self, *, url, **options):
        try:
            make_roles(
                url,
                app_url=os.environ["DATABASE_URL"],
                owner_url=os.environ["DATABASE_OWNER_URL"],
            )
        except KeyError as missing:
            raise CommandError(f"Set {missing.args[0]} first: see .env.example.") from missing
        except (Refusal, psycopg.Error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The roles and the database are ready.")
