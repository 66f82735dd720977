"""What every test of the portal has at hand."""

import copy
import os

import pytest
from django.db import connection, transaction
from django.utils import translation

pytest.register_assert_rewrite("fashionista.common.testing")

from fashionista.common.catalogues import compile_catalogues  # noqa: E402
from fashionista.common.testing import nobody_acts_yet  # noqa: E402, F401


def pytest_configure():
    from django.conf import settings  # not before pytest-django knows which

    if number := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
        settings.CACHES["default"]["LOCATION"] += f"?db={1 + int(number)}"
    # Argon2 is slow on purpose; its own settings are tested where it is named.
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    # Pages name styles and pictures as they lie in the source: nothing is collected for tests.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    compile_catalogues()
    # What tests upload, nobody keeps.
    settings.STORAGES["default"] = {
        "BACKEND": "django.core.files.storage.InMemoryStorage",
        "OPTIONS": {"base_url": "/uploads/"},
    }
    settings.STORAGES["private"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


def pytest_collection_modifyitems(items):
    """What takes minutes comes first: processes that share the tests end together."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _no_language_yet():
    """A page leaves its language behind in the thread."""
    translation.deactivate()


@pytest.fixture(scope="module")
def world_of_the_module(django_db_setup, django_db_blocker):
    from fashionista.tests.world import make_world  # models need loaded apps

    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        connection.check_constraints()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(world_of_the_module, db):
    """
    Two rival organizers with all that can hang on them: see `fashionista.tests.world`.

    Made once a module; each test changes rows in a savepoint and gets objects of its own.
    """
    return Copies(world_of_the_module)


class Copies:
    """Copies of what it is asked for, by name or key; they hang together as the originals do."""

    def __init__(self, originals):
        self._originals, self._copied = originals, {}

    def __getattr__(self, name):
        if name.startswith("_"):  # it is copied itself
            raise AttributeError(name)
        setattr(self, name, copy.deepcopy(getattr(self._originals, name), self._copied))
        return self.__dict__[name]

    __getitem__ = __getattr__
