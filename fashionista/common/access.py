"""
Who may do what with a row, declared on the model and enforced by PostgreSQL.

    class Order(Guarded):
        access = [
            Own("user", may="view"),
            OrderOf("id", may="view"),
            System("ticketing.checkout", may="view add", when=Q(id=OrderScope())),
            Admin(),
        ]

Each line is one row-level security policy; a row is open to a person if any line says so. The
rules ride in the model's constraints, and `\\d orders` in psql shows them by name. Every guarded
table also gets, without asking: `Parents` (a row may hang only on rows its writer can see),
`Audited`, and a view-only rule for `check_integrity`.
"""

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Func, Q
from django.db.models.signals import class_prepared
from django.dispatch import receiver

from .database_rules import Agrees, Copies, DatabaseRule, Names, Parents, Reserved, before_update
from .db import BOTH_ROLES, WIDE_ROLE
from .identity import known_systems

__all__ = [
    "Access", "Actor", "Admin", "Agrees", "Among", "Copies", "Guarded", "OpenTo", "OrderOf",
    "OrderScope", "Own", "Public", "Reserved", "System", "Through", "circle",
]  # fmt: skip

INTEGRITY = "common.integrity"  # sees every guarded row and changes none: see `check_integrity`
SQL_VERBS = {"view": "SELECT", "add": "INSERT", "change": "UPDATE", "delete": "DELETE"}


class Guarded(models.Model):
    class Meta:
        abstract = True

    def save(self, *, force_insert=False, force_update=False, **kwargs):
        """
        Save, or raise PermissionDenied where the policies leave nothing to update.

        Django alone would take "0 rows updated" for "a new row" and try to insert it.
        """
        changing = not (self._state.adding or force_insert)
        try:
            super().save(force_insert=force_insert, force_update=force_update or changing, **kwargs)
        except DatabaseError as error:
            if changing and type(error) is DatabaseError:
                raise PermissionDenied(f"{self!r} is not yours to change.") from error
            raise


class OrderScope(Func):
    """The one order the claim opens, also while a system acts: `Q(id=OrderScope())`."""

    template = "(SELECT authz.order_scope())"
    output_field = models.UUIDField()


class Actor(Func):
    """The person behind the statement, also while a system acts for them: `Q(user=Actor())`."""

    template = "(SELECT authz.actor())"
    output_field = models.UUIDField()


class Access(DatabaseRule):
    """
    One policy. `may` says which verbs, `when` narrows the rows.

    With `then`, a change must leave the row so: `when=Q(status="valid"), then=Q(status="used")`.
    A `title` tells two rules of one kind apart.
    """

    options = ("may", "when", "then", "title")
    default_may = "view add change delete"
    roles = BOTH_ROLES

    def __init__(self, *, may="", when=None, **options):
        super().__init__(may=may or self.default_may, when=when, **options)

    def bind(self, table):
        super().bind(table)
        if self.title:
            self.name = f"{self.name}_{self.title}"[:63]
        return self

    def rows(self, names):
        """SQL that is true for the rows this rule opens."""
        raise NotImplementedError

    def create(self, model, names):
        rows = condition = left = self.rows(names)
        if self.when:
            condition = left = f"({rows}) AND {names.condition(self.when)}"
        if self.then:
            left = f"({rows}) AND {names.condition(self.then)}"
        verbs = [SQL_VERBS[word] for word in self.may.split()]
        yield f"ALTER TABLE {names.table} ENABLE ROW LEVEL SECURITY"
        yield f"GRANT {', '.join(verbs)} ON {names.table} TO {self.roles}"
        for policy, verb in self._policies(names, verbs):
            using = "" if verb == "INSERT" else f" USING ({condition})"
            check = "" if verb in ("SELECT", "DELETE") else f" WITH CHECK ({left})"
            rest = f"FOR {verb} TO {self.roles}{using}{check}"
            yield f"CREATE POLICY {policy} ON {names.table} {rest}"

    def remove(self, names):
        verbs = [SQL_VERBS[word] for word in self.may.split()]
        for policy, _ in self._policies(names, verbs):
            yield f"DROP POLICY {policy} ON {names.table}"

    def _policies(self, names, verbs):
        if len(verbs) == len(SQL_VERBS):
            return [(names.quote(self.name), "ALL")]
        return [(names.quote(f"{self.name}_{verb.lower()}"[:63]), verb) for verb in verbs]


class Public(Access):
    """Anyone: `Public(status="published")`; without conditions, every row."""

    default_may = "view"

    def __init__(self, *, when=None, may="", name="", **lookups):
        super().__init__(may=may, when=when or (Q(**lookups) if lookups else None), name=name)

    def label(self):
        return "public"

    def rows(self, names):
        return "true"


class Own(Access):
    """The person the row names: `Own("user")`; with `role`, only while they are that."""

    options = ("field", *Access.options, "role")

    def __init__(self, field="", *, role="", **options):
        super().__init__(field=field, role=role, **options)

    def label(self):
        return f"own_{self.field}"

    def rows(self, names):
        own = f"{names.column(self.field)} = (SELECT authz.uid())"
        return own + (f" AND (SELECT authz.role()) = '{self.role}'" if self.role else "")


class OrderOf(Access):
    """The order the visitor's claim is scoped to: `OrderOf("order", may="view")`."""

    options = ("field", *Access.options)
    default_may = "view"

    def __init__(self, field="", **options):
        super().__init__(field=field, **options)

    def label(self):
        return f"order_of_{self.field}"

    def rows(self, names):
        return f"{names.column(self.field)} = (SELECT authz.my_order())"


class Among(Access):
    """The row points into a circle of the person's own: see `circle`. Subclasses name it."""

    options = ("field", "permission", *Access.options)
    circle = ""

    def __init__(self, field="", permission="", **options):
        super().__init__(field=field, permission=permission, **options)

    def label(self):
        return "_".join(filter(None, [self.circle, self.permission, self.field]))

    def rows(self, names):
        argument = f"'{self.permission}'" if self.permission else ""
        return (
            f"{names.column(self.field)} = ANY ((SELECT authz.{self.circle}({argument}))::uuid[])"
        )


def circle(name, select, *, arguments="", before=None):
    """
    A migration operation: the ids a person has something to do with, as `authz.<name>()`.

    It looks past the policies (they are built on it), so it must start from `authz.uid()`; for
    those who are nobody it answers at once. Give the select it had `before` to widen one that an
    app below made: policies that use it need no change.
    """
    function = f"authz.{name}({arguments})"

    def written(body):
        return f"""
        CREATE OR REPLACE FUNCTION {function} RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $$
        DECLARE
            me authz.identity := authz.me();
        BEGIN
            IF me.uid IS NULL THEN RETURN '{{}}'; END IF;
            RETURN ARRAY({body});
        END $$;
        REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {function} TO {BOTH_ROLES};
        """

    return migrations.RunSQL(
        written(select), written(before) if before else f"DROP FUNCTION {function}"
    )


class OpenTo(Operation):
    """
    A migration operation: an app above adds an access rule of its own to a table below.

        OpenTo("accounts", "User", Among("id", "staff"))
    """

    reversible = True

    def __init__(self, app_label, model_name, rule):
        self.app_label, self.model_name, self.rule = app_label, model_name, rule

    def state_forwards(self, app_label, state):
        """The model itself stays as its app describes it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model, rule = self._bound(from_state)
        for statement in rule.create(model, Names(model, schema_editor)):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model, rule = self._bound(to_state)
        for statement in rule.remove(Names(model, schema_editor)):
            schema_editor.execute(statement, params=None)

    def _bound(self, state):
        model = state.apps.get_model(self.app_label, self.model_name)
        return model, self.rule.bind(model._meta.db_table)

    def describe(self):
        return f"Open {self.app_label}.{self.model_name} by {self.rule.label()}"


class Through(Access):
    """Whoever sees the parent sees this too: `Through("event")`."""

    options = ("field", *Access.options)
    default_may = "view"

    def __init__(self, field="", **options):
        super().__init__(field=field, **options)

    def label(self):
        return f"through_{self.field}"

    def rows(self, names):
        parent = names.model._meta.get_field(self.field).related_model._meta
        link = f"{names.table}.{names.column(self.field)}"
        return (
            f"EXISTS (SELECT FROM {names.quote(parent.db_table)} parent "
            f"WHERE parent.{names.quote(parent.pk.column)} = {link})"
        )


class Admin(Access):
    roles = WIDE_ROLE

    def label(self):
        return "admin"

    def rows(self, names):
        return "(SELECT authz.role()) = 'admin'"


class System(Access):
    """A piece of the system acting by itself; with `columns`, it changes these and no other."""

    options = ("system", *Access.options, "columns")
    roles = WIDE_ROLE

    def __init__(self, system="", *, columns=(), **options):
        super().__init__(system=system, columns=columns, **options)
        known_systems.add(system)

    def label(self):
        return f"system_{self.system.replace('.', '_')}"

    def rows(self, names):
        return f"(SELECT authz.role()) = '@{self.system}'"

    def create(self, model, names):
        yield from super().create(model, names)
        if self.columns:
            arguments = [f"@{self.system}", *map(names.plain_column, self.columns)]
            yield before_update(names, self.name, "only_columns", arguments)

    def remove(self, names):
        yield from super().remove(names)
        if self.columns:
            yield f"DROP TRIGGER {names.quote(self.name)} ON {names.table}"


@receiver(class_prepared)
def guard(sender, **kwargs):
    """Turn the `access` list of a model into constraints its migrations carry."""
    if "access" not in sender.__dict__:
        return
    from .audit import Audited  # it is a rule itself

    meta = sender._meta
    columns = {field.name: field.column for field in meta.local_fields}
    secrets = sorted(f.column for f in meta.local_fields if getattr(f, "secret", False))
    rules = [
        *sender.access,
        Audited(
            pk=meta.pk.column,
            event=columns.get(getattr(sender, "audit_event", "event"), ""),
            organizer=columns.get(getattr(sender, "audit_organizer", "organizer"), ""),
            secrets=secrets,
        ),
    ]
    if not any(isinstance(rule, Public | Through) and not rule.when for rule in sender.access):
        rules.append(System(INTEGRITY, may="view"))  # it sees all parents, so all their children
    if links := [
        field.name for field in meta.local_fields if field.many_to_one or field.one_to_one
    ]:
        rules.append(Parents(fields=links))
    meta.constraints = [*meta.constraints, *(rule.bind(meta.db_table) for rule in rules)]
    meta.original_attrs["constraints"] = meta.constraints
