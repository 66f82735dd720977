#!/usr/bin/env python
"""
Django's commands. Without DATABASE_URL they use the embedded servers, started while they run.

What defines tables runs as their owner, everything else as the role the portal itself has.
"""

import contextlib
import os
import sys

WITHOUT_SERVERS = {"help", "version", "collectstatic", "compilemessages", "makemessages"}
AS_OWNER = {"flush", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "help")
    with servers(command):
        if command in AS_OWNER and os.environ.get("DATABASE_OWNER_URL"):
            os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]

        from django.core.management import execute_from_command_line  # needs the environment

        execute_from_command_line(sys.argv)


@contextlib.contextmanager
def servers(command: str):
    if os.environ.get("DATABASE_URL"):
        yield
        return

    from fashionista.launch.embedded import Embedded  # a production image may not have it
    from fashionista.launch.places import var_dir
    from fashionista.launch.refusal import Refusal

    try:
        embedded = Embedded(var_dir(), needed=command not in WITHOUT_SERVERS).__enter__()
    except Refusal as refusal:
        sys.exit(str(refusal))
    try:
        os.environ |= embedded.environment()
        yield
    finally:
        embedded.__exit__()


if __name__ == "__main__":
    main()
