"""Django's own command, for our languages and folders, and without what changes by itself."""

from django.core.management.base import CommandError
from django.core.management.commands import makemessages

from fashionista.common.catalogues import FOLDER

CHOICES = {
    "locale": ["it"],
    "add_location": "file",
    "no_obsolete": True,
    "no_wrap": True,
}
IGNORED = [".venv", "var", "bench", "tests", "fashionista/launch", "requirements*.txt"]


class Command(makemessages.Command):
    help = "Bring locale/*/LC_MESSAGES/django.po up to date with the sources. Needs GNU gettext."

    msgmerge_options = ["-q", "--backup=none", "--no-fuzzy-matching", "--update"]

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--check", action="store_true", help="Change nothing, fail where something would."
        )

    def handle(self, *args, check=False, **options):
        files = [FOLDER / language / "LC_MESSAGES" / "django.po" for language in CHOICES["locale"]]
        before = {file: file.read_text() if file.exists() else "" for file in files}
        super().handle(*args, **options | CHOICES | {"ignore_patterns": IGNORED})
        after = {file: _undated(file.read_text()) for file in files}
        for file in files:
            file.write_text(before[file] if check else after[file])
        if check and before != after:
            raise CommandError("The sources have other words than locale/: run `make messages`.")


def _undated(text):
    """Without the time of extraction, which would change with each."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith('"POT-Creation-Date'))
