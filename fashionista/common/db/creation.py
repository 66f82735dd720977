"""Test databases belong to the owner, and tests run as the application's role."""

import hashlib
from contextlib import contextmanager

from django.conf import settings
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.postgresql import creation

from . import WIDE_ROLE

# What `fashionista.common.testing` acts as. It exists in test databases only.
FACTORY_POLICIES = f"""
DO $$ DECLARE t regclass; BEGIN
    FOR t IN SELECT oid FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS tests_factory ON %s', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO {WIDE_ROLE}', t);
        EXECUTE format('CREATE POLICY tests_factory ON %s TO {WIDE_ROLE} USING '
            '((SELECT authz.role()) = ''@tests.factory'')', t);
    END LOOP;
END $$"""  # noqa: S608  all of it is ours


class DatabaseCreation(creation.DatabaseCreation):
    @contextmanager
    def as_owner(self):
        """Connect as the owner for a while, where DATABASE_OWNER_URL says how."""
        settings_dict = self.connection.settings_dict
        app = {key: settings_dict[key] for key in ("USER", "PASSWORD")}
        self._reconnect_as(settings_dict["TEST"]["OWNER"])
        try:
            yield
        finally:
            self._reconnect_as(app)

    def _reconnect_as(self, credentials):
        self.connection.close()
        self.connection.close_pool()
        self.connection.settings_dict.update(credentials)

    def create_test_db(self, verbosity=1, autoclobber=False, serialize=True, keepdb=False):
        """
        A fresh copy of a template that is migrated anew only when what migrations do changed.

        So it starts fast, and what an interrupted run left behind cannot spoil the next. Processes
        that test at once have databases of their own and the one template.
        """
        name = self._get_test_db_name()
        template, state = f"{TEST_DATABASE_PREFIX}template", schema_state()
        with self.as_owner(), self._one_at_a_time():
            if self._template_state(template) != state:
                self._make_template(template, state)
            with self._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {self._quote_name(name)} WITH (FORCE)")
                cursor.execute(
                    f"CREATE DATABASE {self._quote_name(name)}"
                    f" TEMPLATE {self._quote_name(template)} STRATEGY file_copy"
                )
            self._point_to(name)
        return name

    @contextmanager
    def _one_at_a_time(self):
        with self._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('tests'))")
            yield

    def _template_state(self, template):
        with self._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [template],
            )
            return (cursor.fetchone() or [None])[0]

    def _make_template(self, template, state):
        with self._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self._quote_name(template)} WITH (FORCE)")
        asked = self.connection.settings_dict["TEST"]
        self.connection.settings_dict["TEST"] = asked | {"NAME": template}
        try:
            super().create_test_db(verbosity=0, autoclobber=True, serialize=False)
        finally:
            self.connection.settings_dict["TEST"] = asked
        with self.connection.cursor() as cursor:
            cursor.execute(FACTORY_POLICIES)
        self.connection.close()
        self.connection.close_pool()
        with self._nodb_cursor() as cursor:  # last, so that a template half made has no comment
            cursor.execute(f"COMMENT ON DATABASE {self._quote_name(template)} IS '{state}'")

    def _point_to(self, name):
        settings.DATABASES[self.connection.alias]["NAME"] = name
        self.connection.settings_dict["NAME"] = name

    def destroy_test_db(self, *args, **kwargs):
        self._reconnect_as(self.connection.settings_dict["TEST"]["OWNER"])
        super().destroy_test_db(*args, **kwargs)


def schema_state():
    """A digest of all that `migrate` would read: migrations, rules, SQL, and the key of claims."""
    files = [
        *settings.BASE_DIR.glob("*/migrations/*.py"),
        *settings.BASE_DIR.glob("fashionista/common/**/*.sql"),
        *settings.BASE_DIR.glob("*/sql/*.sql"),
        *settings.BASE_DIR.glob("fashionista/common/**/*.py"),
        *settings.BASE_DIR.glob("*/access.py"),
        *settings.BASE_DIR.glob("*/models.py"),
        *settings.BASE_DIR.glob("*/models/*.py"),
        settings.BASE_DIR / "requirements.txt",
    ]
    digest = hashlib.sha256(settings.AUTHZ_KEY.encode())
    for file in sorted(files):
        if "tests" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()
