"""No table is open, unaudited or owned by the application by oversight."""

import pytest
from django.db import connection

# Not guarded, because they hold nobody's data: what the application may do with each, and why.
EXEMPT = {
    "auth_group": "SELECT",  # Django's permission tables are not used
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "django_admin_log": "SELECT",  # never written: the audit is the log
    "django_celery_beat_clockedschedule": "ALL",  # when the worker does what
    "django_celery_beat_crontabschedule": "ALL",
    "django_celery_beat_intervalschedule": "ALL",
    "django_celery_beat_periodictask": "ALL",
    "django_celery_beat_periodictasks": "ALL",
    "django_celery_beat_solarschedule": "ALL",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "django_session": "ALL",  # hashes of keys and signed data: see common.sessions
    "event_documents": "SELECT",
    "event_listings": "SELECT",  # what is public of events, for searching: triggers write it
    "event_words": "SELECT",
    "named_pages": "SELECT",  # likewise, of people and places
    "outbox": "ALL",  # kinds of work and ids
    "throttles": "ALL",  # keyed hashes and counts
}
ALL = {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.fixture
def ask(db):
    def ask(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return {row if len(row) > 1 else row[0] for row in cursor.fetchall()}

    return ask


def test_every_table_is_guarded_or_exempt_for_a_reason(ask):
    unguarded = ask(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relrowsecurity"
    )

    assert unguarded == set(EXEMPT)


GRANTS = (
    "SELECT c.relname, privilege"
    " FROM pg_class c, aclexplode(c.relacl) a(by, who, privilege, pass_on)"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind <> 'S'"
    " AND who = '{role}'::regrole AND relrowsecurity = {guarded}"
)


@pytest.mark.parametrize("role", ["portal_app", "portal_system"])
def test_exempt_tables_are_granted_what_they_need_and_no_more(ask, role):
    wanted = {
        (table, verb)
        for table, verbs in EXEMPT.items()
        for verb in (ALL if verbs == "ALL" else {verbs})
    }

    assert ask(GRANTS.format(role=role, guarded=False)) == wanted


@pytest.mark.parametrize("role", ["portal_app", "portal_system"])
def test_a_guarded_table_grants_no_verb_without_a_policy_for_it(ask, role):
    granted = ask(GRANTS.format(role=role, guarded=True))
    opened = ask(
        "SELECT tablename, verb FROM pg_policies,"
        " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) verb"
        f" WHERE schemaname = 'public' AND '{role}' = ANY (roles) AND cmd IN ('ALL', verb)"
    )

    assert len(granted) > 40
    assert granted - opened == set()


def test_nothing_is_granted_to_everybody_or_to_the_reports(ask):
    assert ask(
        "SELECT table_schema, table_name FROM information_schema.role_table_grants"
        " WHERE grantee IN ('PUBLIC', 'portal_report')"
        "   AND table_schema NOT IN ('pg_catalog', 'information_schema')"
    ) == set()  # fmt: skip
    assert ask(
        "SELECT proname FROM pg_proc WHERE pronamespace IN ('authz'::regnamespace,"
        " 'audit'::regnamespace, 'search'::regnamespace) AND prorettype <> 'trigger'::regtype"
        " AND has_function_privilege('public', oid, 'EXECUTE')"
    ) == set()  # fmt: skip


def test_every_guarded_table_is_audited_for_every_verb(ask):
    audited = ask(
        "SELECT c.relname, count(*), bool_and(tgenabled = 'O') FROM pg_trigger"
        " JOIN pg_class c ON c.oid = tgrelid WHERE tgfoid = 'audit.capture'::regproc GROUP BY 1"
    )
    guarded = ask(
        "SELECT relname FROM pg_class"
        " WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
    )

    assert audited == {(table, 3, True) for table in guarded}


def test_what_is_sealed_or_hashed_is_a_secret_to_the_audit(ask):
    secret = ask(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public'"
        "   AND (data_type = 'bytea' OR column_name ~ 'password|secret')"
    )
    kept = ask(
        "SELECT c.relname, argument FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid,"
        " string_to_table(encode(tgargs, 'escape'), '\\000') WITH ORDINALITY a(argument, place)"
        " WHERE tgfoid = 'audit.capture'::regproc AND place > 3 AND argument <> ''"
    )

    assert kept == secret - {("throttles", "key")}


def test_definer_functions_look_where_they_should(ask):
    loose = ask(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace <> 'pg_catalog'::regnamespace"
        " AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)"
    )

    assert loose == set()


def test_the_application_owns_nothing_and_may_become_nobody(ask):
    assert ask(
        "SELECT relname FROM pg_class WHERE relowner = 'portal_app'::regrole"
        " UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'portal_app'::regrole"
        " UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = 'portal_app'::regrole"
    ) == set()  # fmt: skip
    assert ask(
        "SELECT rolname,"
        " rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,"
        " pg_has_role(rolname, 'portal_owner', 'MEMBER') FROM pg_roles"
        " WHERE rolname IN ('portal_app', 'portal_system', 'portal_report')"
    ) == {(role, False, False) for role in ("portal_app", "portal_system", "portal_report")}
    assert ask(
        "SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'authz', 'audit')"
        " AND has_schema_privilege('portal_app', oid, 'CREATE')"
    ) == set()  # fmt: skip


def test_policies_ask_who_acts_once_a_statement(ask):
    every_row = ask(
        "SELECT tablename, policyname FROM pg_policies WHERE policyname <> 'tests_factory'"
        " AND regexp_replace(coalesce(qual, '') || coalesce(with_check, ''),"
        " '\\( ?SELECT (authz\\.)?\\w+\\([^)]*\\)', '', 'g') ~ 'authz\\.'"
    )

    assert every_row == set()
