"""
Things the database does for a table, migrated as Django migrates constraints.

`makemigrations` writes them, `makemigrations --check` misses them, `migrate` reverses them. The
access rules (`common.access`) and the audit (`common.audit`) are such rules too.
"""

from django.db.models.constraints import BaseConstraint
from django.db.models.sql import Query

from .db import APP_ROLE, WIDE_ROLE


class DatabaseRule(BaseConstraint):
    """One such thing. Subclasses name their arguments in `options` and yield SQL from `create`."""

    options = ()  # names of the arguments, which are attributes too

    def __init__(self, *, name="", **options):
        super().__init__(name=name)
        self.__dict__.update(dict.fromkeys(self.options, ()) | options)

    def bind(self, table):
        self.name = f"{table}_{self.label()}"[:63]
        return self

    def deconstruct(self):
        kwargs = {"name": self.name} | {
            key: getattr(self, key) for key in self.options if getattr(self, key)
        }
        return f"{type(self).__module__}.{type(self).__qualname__}", (), kwargs

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash((type(self), self.name))

    def validate(self, *args, **kwargs):
        """Left to the database, which knows who asks."""

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        return ";\n".join(self.create(model, Names(model, schema_editor)))

    def remove_sql(self, model, schema_editor):
        return ";\n".join(self.remove(Names(model, schema_editor)))


class Names:
    """Quoted names and compiled conditions of one model, for writing SQL."""

    def __init__(self, model, schema_editor):
        self.model, self.editor = model, schema_editor
        self.quote, self.table = (
            schema_editor.quote_name,
            schema_editor.quote_name(model._meta.db_table),
        )

    def column(self, field_name):
        return self.quote(self.model._meta.get_field(field_name).column)

    def plain_column(self, field_name):
        return self.model._meta.get_field(field_name).column

    def condition(self, q):
        query = Query(model=self.model, alias_cols=False)
        where = query.build_where(q)
        sql, params = where.as_sql(
            query.get_compiler(connection=self.editor.connection), self.editor.connection
        )
        return sql % tuple(self.editor.quote_value(value) for value in params)


class Reserved(DatabaseRule):
    """These columns change only by these hands: `Reserved("held", to=["ticketing.checkout"])`."""

    options = ("fields", "to")

    def __init__(self, *fields, to=(), **options):
        super().__init__(**{"fields": fields, "to": to} | options)

    def label(self):
        return f"reserved_{'_'.join(self.fields)}"

    def create(self, model, names):
        touched = changed(map(names.column, self.fields))
        hands = [f"@{hand}" if "." in hand else hand for hand in (*self.to, "tests.factory")]
        yield before_update(names, self.name, "reserved", hands, touched)

    def remove(self, names):
        yield f"DROP TRIGGER {names.quote(self.name)} ON {names.table}"


class Parents(DatabaseRule):
    """
    A row may be hung only on rows its writer can see, or on the writer.

    PostgreSQL's own foreign keys do not ask, so they would link to a rival's hidden draft and
    tell which ids exist. A trigger, not a WITH CHECK: it asks only about links that change, so
    staff may mark a ticket used without seeing its buyer.
    """

    options = ("fields",)

    def label(self):
        return "parents"

    def create(self, model, names):
        function = f"authz.{names.quote(self.name)}"
        tests, columns = [], []
        for field in map(model._meta.get_field, self.fields):
            parent, column = field.related_model._meta, names.quote(field.column)
            columns.append(column)
            tests.append(f"""
    IF (TG_OP = 'INSERT' OR NEW.{column} IS DISTINCT FROM OLD.{column})
       AND NEW.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM authz.actor()
       AND NOT EXISTS (SELECT FROM {names.quote(parent.db_table)}
                       WHERE {names.quote(parent.pk.column)} = NEW.{column}) THEN
        RAISE insufficient_privilege USING MESSAGE = 'authz: no such {field.name} for you';
    END IF;""")
        yield (
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN"
            f"{''.join(tests)}\n    RETURN NEW;\nEND $$"
        )
        yield trigger(names, f"{self.name}_i", "BEFORE INSERT", "true", f"{function}()")
        yield trigger(names, f"{self.name}_u", "BEFORE UPDATE", changed(columns), f"{function}()")

    def remove(self, names):
        yield f"DROP FUNCTION authz.{names.quote(self.name)}() CASCADE"


class CompositeKey(DatabaseRule):
    """Foreign keys of several columns, made when the migration ends and the parents have theirs."""

    def constraint_sql(self, model, schema_editor):
        self.create_sql(model, schema_editor)

    def create_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(super().create_sql(model, schema_editor))

    def _key(self, names, name, field, columns, on_update=""):
        """One key, from the field and these columns to the parent's primary key and its own."""
        parent = field.related_model._meta
        shared = "".join(f", {names.quote(column)}" for column in columns)
        return (
            f"ALTER TABLE {names.table} ADD CONSTRAINT {name}"
            f" FOREIGN KEY ({names.quote(field.column)}{shared})"
            f" REFERENCES {names.quote(parent.db_table)}"
            f" ({names.quote(parent.pk.column)}{shared}){on_update} DEFERRABLE"
        )


class Agrees(CompositeKey):
    """
    Two roads to one parent lead to the same: `Agrees("ticket_type", "order", on="event")`.

    A composite foreign key for each field: the row's event is its ticket type's event and its
    order's event. The parent table needs a UniqueConstraint on (id, event). It stands in for the
    plain foreign keys, which the fields therefore do without (`db_constraint=False`): checked once
    and at once, not twice and at the commit.
    """

    options = ("fields", "on")

    def __init__(self, *fields, on="", **options):
        super().__init__(**{"fields": fields, "on": on} | options)

    def label(self):
        return f"agrees_on_{self.on}"

    def create(self, model, names):
        shared = names.plain_column(self.on)
        for field in map(model._meta.get_field, self.fields):
            yield self._key(names, self._constraint(names, field.name), field, [shared])

    def remove(self, names):
        for field in self.fields:
            yield f"ALTER TABLE {names.table} DROP CONSTRAINT {self._constraint(names, field)}"

    def _constraint(self, names, field):
        return names.quote(f"{self.name}_{field}"[:63])


class Copies(CompositeKey):
    """
    A row carries columns of its parent: `Copies("shift", "start_time", "end_time")`.

    A composite foreign key that follows its parent: what changes there changes here, and what the
    constraints here refuse is refused there. So a check can compare the two, and an exclusion can
    know the parent's times, without a trigger. Both tables call the columns alike, and the parent
    has a UniqueConstraint on (id, and these).
    """

    options = ("field", "columns")

    def __init__(self, field="", *columns, **options):
        super().__init__(**{"field": field, "columns": columns} | options)

    def label(self):
        return f"copies_{self.field}"

    def create(self, model, names):
        field, shared = model._meta.get_field(self.field), map(names.plain_column, self.columns)
        yield self._key(names, names.quote(self.name), field, shared, " ON UPDATE CASCADE")

    def remove(self, names):
        yield f"ALTER TABLE {names.table} DROP CONSTRAINT {names.quote(self.name)}"


class Acyclic(DatabaseRule):
    """
    No row is above another that is above it: `Acyclic("parent")`. Its own parent, a CHECK refuses.

    For trees that their writers see whole. Who moves a row waits for whoever moves another, so
    that two moves do not close a circle.
    """

    options = ("field",)

    def __init__(self, field="", **options):
        super().__init__(**{"field": field} | options)

    def label(self):
        return f"acyclic_{self.field}"

    def create(self, model, names):
        function = f"authz.{names.quote(self.name)}"
        pk, parent = names.quote(model._meta.pk.column), names.column(self.field)
        yield f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(TG_RELID::bigint);
    IF NEW.{parent} <> NEW.{pk} AND EXISTS (
        WITH RECURSIVE above(id) AS (
            SELECT NEW.{parent}
            UNION
            SELECT t.{parent} FROM {names.table} t JOIN above ON t.{pk} = above.id)
        SELECT FROM above WHERE id = NEW.{pk}) THEN
        RAISE insufficient_privilege USING MESSAGE = 'authz: no row is above itself';
    END IF;
    RETURN NEW;
END $$"""  # noqa: S608 - names of ours
        yield trigger(names, self.name, "BEFORE UPDATE", changed([parent]), f"{function}()")

    def remove(self, names):
        yield f"DROP FUNCTION authz.{names.quote(self.name)}() CASCADE"


def changed(columns):
    """SQL that is true in an UPDATE trigger when one of these columns was touched."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def before_update(names, name, function, arguments, condition="true"):
    quoted = ", ".join(f"'{argument}'" for argument in arguments)
    return trigger(names, name, "BEFORE UPDATE", condition, f"authz.{function}({quoted})")


def trigger(names, name, moment, condition, call):
    """Rules bind the application only: migrations run as the owner, and know what they do."""
    return (
        f"CREATE TRIGGER {names.quote(name)} {moment} ON {names.table} FOR EACH ROW "
        f"WHEN (current_user IN ('{APP_ROLE}', '{WIDE_ROLE}') AND ({condition})) "
        f"EXECUTE FUNCTION {call}"
    )
