"""Making the roles on a server of one's own."""

import os

import psycopg
import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def server():
    """The tests' own server, which has its roles already."""
    return os.environ["PG_ADMIN_URL"]


def roles(server):
    with psycopg.connect(server) as admin:
        return admin.execute(
            "SELECT rolname, rolsuper, rolcanlogin, rolconfig FROM pg_roles"
            " WHERE rolname LIKE 'portal\\_%' ORDER BY 1"
        ).fetchall()


def test_roles_are_made_as_often_as_asked(server, capsys):
    before = roles(server)

    for _again in range(2):
        call_command("bootstrap_roles", url=server)

    assert capsys.readouterr().out == "The roles and the database are ready.\n" * 2
    assert roles(server) == before
    assert len(before) == 5


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("DATABASE_OWNER_URL", None, "Set DATABASE_OWNER_URL first: see .env.example."),
        ("DATABASE_URL", None, "Set DATABASE_URL first: see .env.example."),
        ("DATABASE_URL", "postgresql://eve:x@h/portal", "DATABASE_URL must name the login"),
        ("DATABASE_URL", "postgresql://portal_app@h/portal", "must name the login portal_app"),
        ("DATABASE_URL", "postgresql://portal_app:x@h/other", "must name the same database."),
    ],
)
def test_settings_that_do_not_fit_are_said(server, monkeypatch, variable, value, words):
    before = roles(server)
    if value:
        monkeypatch.setenv(variable, value)
    else:
        monkeypatch.delenv(variable)

    with pytest.raises(CommandError) as refused:
        call_command("bootstrap_roles", url=server)

    assert words in str(refused.value)
    assert roles(server) == before


def test_a_server_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="Is the server running"):
        call_command("bootstrap_roles", url=f"postgresql:///postgres?host={tmp_path}")
