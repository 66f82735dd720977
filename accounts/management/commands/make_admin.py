from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import User


class Command(BaseCommand):
    help = "Make the person with this address an admin. Needs DATABASE_OWNER_URL."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        """As the owner, whom no policy binds: somebody has to be the first admin."""
        with connection.creation.as_owner():
            people = User.objects.filter(email=email)
            if not people.update(user_type=User.UserType.ADMIN, status=User.Status.ACTIVE):
                raise CommandError(f"Nobody has signed up as {email}.")
        self.stdout.write(f"{email} is an admin now.")
