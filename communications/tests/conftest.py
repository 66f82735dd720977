from importlib import import_module, reload

import pytest
from django.urls import clear_url_caches


@pytest.fixture
def mail_to(settings):
    """Where mail goes: a folder read at /dev/mail/, or "" for a mail server."""
    before = settings.MAIL_DIR

    def mail_to(folder):
        settings.MAIL_DIR = str(folder)
        reload(import_module(settings.ROOT_URLCONF))
        clear_url_caches()

    yield mail_to
    mail_to(before)


@pytest.fixture
def mail_dir(mail_to, settings, tmp_path):
    mail_to(tmp_path / "mail")
    settings.EMAIL_BACKEND = "communications.mailbox.EmailBackend"
    return tmp_path / "mail"
