"""
The roles of the database, made by an administrator.

    portal_owner    owns tables and functions, runs migrations; makes test databases
    portal_app      what web and worker log in as: owns nothing, sees what the policies show
    portal_system   carries the policies of the admin and of system rules; gives no right by itself
    portal_report   read-only, no personal data
"""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from .refusal import Refusal

OWNER, APP, SYSTEM, REPORT = "portal_owner", "portal_app", "portal_system", "portal_report"
SETTINGS = [
    (APP, "lock_timeout", "3s"),
    (APP, "statement_timeout", "30s"),
    (APP, "plan_cache_mode", "force_generic_plan"),
    (APP, "idle_in_transaction_session_timeout", "30s"),
    (REPORT, "default_transaction_read_only", "on"),
    (REPORT, "statement_timeout", "60s"),
]

# Only what web and worker have asked, values left out by the extension; and only for admins.
SLOW_STATEMENTS = """
    CREATE OR REPLACE FUNCTION public.slow_statements(
        most int, least_ms float8,
        OUT query text, OUT calls bigint, OUT mean_ms float8, OUT max_ms float8)
    RETURNS SETOF record LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        IF authz.role() IS DISTINCT FROM 'admin' THEN
            RAISE insufficient_privilege USING MESSAGE = 'slow_statements is for admins';
        END IF;
        RETURN QUERY
        SELECT s.query, s.calls, s.mean_exec_time, s.max_exec_time
          FROM pg_stat_statements s
         WHERE s.userid IN ('portal_app'::regrole, 'portal_system'::regrole)
           AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND s.query ~* '^\\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\\M'
           AND s.mean_exec_time >= least_ms
         ORDER BY s.total_exec_time DESC LIMIT most;
    END $$;
    REVOKE ALL ON FUNCTION public.slow_statements FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION public.slow_statements TO portal_system;
"""


def make_roles(admin_url: str, *, app_url: str, owner_url: str) -> None:
    """
    Make roles and database, or bring them to what they should be. May run any number of times.

    Names come from here, passwords and the database's name from the two addresses.
    """
    app, owner = _read(app_url), _read(owner_url)
    for role, address, variable in (
        (APP, app, "DATABASE_URL"),
        (OWNER, owner, "DATABASE_OWNER_URL"),
    ):
        if address.get("user") != role or not address.get("password"):
            raise Refusal(f"{variable} must name the login {role} and its password.")
    if not (database := app.get("dbname")) or database != owner.get("dbname"):
        raise Refusal("DATABASE_URL and DATABASE_OWNER_URL must name the same database.")

    with psycopg.connect(admin_url, autocommit=True) as admin:
        _make_role(admin, OWNER, password=owner["password"])
        _make_role(admin, APP, password=app["password"])
        _make_role(admin, SYSTEM)
        _make_role(admin, REPORT)
        admin.execute(f"ALTER ROLE {OWNER} CREATEDB")  # tests make a database of their own
        admin.execute(f"GRANT {SYSTEM} TO {APP} WITH INHERIT FALSE, SET TRUE")
        admin.execute(f"GRANT {APP} TO {OWNER}")  # so that it can try the policies on
        for role, setting, value in SETTINGS:
            admin.execute(f"ALTER ROLE {role} SET {setting} = '{value}'")
        _make_database(admin, database)
    with psycopg.connect(make_conninfo(admin_url, dbname=database), autocommit=True) as admin:
        _measure_statements(admin)


def _read(url: str) -> dict[str, str]:
    return {name: str(value) for name, value in conninfo_to_dict(url).items() if value}


def _make_role(admin, role: str, *, password: str | None = None) -> None:
    found = admin.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    if not found:
        admin.execute(f"CREATE ROLE {role}")
    elif found[0]:
        raise Refusal(f"The role {role} may bypass the policies: drop it and run this again.")
    if password:
        # Sent as its hash: the clear text reaches neither the wire nor a log.
        verifier = admin.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        ).decode()
        admin.execute(
            sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), verifier)
        )


def _make_database(admin, database: str) -> None:
    name = sql.Identifier(database)
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        if admin.info.parameter_status("is_superuser") != "on":
            admin.execute(f"GRANT {OWNER} TO CURRENT_USER")  # a managed server's administrator
        admin.execute(sql.SQL(f"CREATE DATABASE {{}} OWNER {OWNER}").format(name))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    admin.execute(sql.SQL(f"GRANT CONNECT ON DATABASE {{}} TO {APP}, {REPORT}").format(name))


def _measure_statements(admin) -> None:
    loaded = admin.execute("SHOW shared_preload_libraries").fetchone()[0]
    if "pg_stat_statements" in loaded:
        admin.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        admin.execute(SLOW_STATEMENTS)
