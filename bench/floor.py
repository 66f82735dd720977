"""
The floor under a purchase: the rows it leaves, written by bare SQL in one transaction.

The rows are those PostgreSQL marks as written since it began, in every table. They go into copies
of their tables with the same indexes, none of them unique, so that they can be written again and
again; no policy, trigger or foreign key is asked.
"""

from psycopg import sql

TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'audit') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""
INDEXES = "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass"
COLUMNS = """
    SELECT attname FROM pg_attribute
     WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def mark(stack):
    """Where the count of transactions stands: what is written after it has a greater number."""
    [(number,)] = stack.ask("SELECT pg_current_xact_id()::text::bigint")
    return number


class Floor:
    """What was written since `mark`. `write()` writes it once more."""

    def __init__(self, stack, since):
        self.database = stack.database
        self.statements, self.rows = [], 0
        self.database.execute("CREATE SCHEMA floor")
        for schema, table in stack.ask(TABLES):
            self._add(schema, table, since)

    def _add(self, schema, table, since):
        original, copy = sql.Identifier(schema, table), sql.Identifier("floor", table)
        columns = [name for (name,) in self.database.execute(COLUMNS, [f"{schema}.{table}"])]
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        written = sql.SQL("SELECT {} FROM {} WHERE xmin::text::bigint > {}").format(
            names, original, sql.Literal(since)
        )
        rows = self.database.execute(written).rowcount
        if not rows:
            return
        create = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING GENERATED)")
        self.database.execute(create.format(copy, original))
        for (definition,) in self.database.execute(INDEXES, [f"{schema}.{table}"]):
            plain = definition.replace("CREATE UNIQUE INDEX", "CREATE INDEX", 1)
            plain = plain.replace(" ON ONLY ", " ON ", 1).replace(f" {schema}.", " floor.", 1)
            self.database.execute(plain)
        kept = sql.Identifier("floor", f"{table} kept")
        self.database.execute(sql.SQL("CREATE TABLE {} AS {}").format(kept, written))
        self.statements.append(
            sql.SQL("INSERT INTO {} ({names}) SELECT {names} FROM {}").format(
                copy, kept, names=names
            )
        )
        self.rows += rows

    def write(self):
        with self.database.transaction():
            for statement in self.statements:
                self.database.execute(statement)

    def close(self):
        self.database.execute("DROP SCHEMA floor CASCADE")
