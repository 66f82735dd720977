"""Test databases belong to the owner, and tests run as the application's role."""

from contextlib import contextmanager

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

    def create_test_db(self, *args, **kwargs):
        with self.as_owner():
            name = super().create_test_db(*args, **kwargs)
            with self.connection.cursor() as cursor:
                cursor.execute(FACTORY_POLICIES)
        return name

    def _clone_test_db(self, *args, **kwargs):
        with self.as_owner():
            super()._clone_test_db(*args, **kwargs)

    def destroy_test_db(self, *args, **kwargs):
        self._reconnect_as(self.connection.settings_dict["TEST"]["OWNER"])
        super().destroy_test_db(*args, **kwargs)
