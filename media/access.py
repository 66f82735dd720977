"""Access rules in the words of pictures and their keepers. The circle is made in migration 0001."""

from fashionista.common.access import Access, Among
from fashionista.common.database_rules import DatabaseRule, trigger


class Shared(Among):
    """Assets somebody let the person view, edit or delete, for as long as that lasts."""

    circle = "my_assets"


class ShownIn(Access):
    """Whoever sees an entry of a gallery sees the asset in it."""

    default_may = "view"

    def label(self):
        return "shown_in_galleries"

    def rows(self, names):
        return (
            "EXISTS (SELECT FROM gallery_assets entry "
            f"WHERE entry.asset_id = {names.table}.{names.column('id')})"
        )


class Keeps(Access):
    """
    Whoever keeps the asset: its event's media team or, of no event, whoever uploaded it.

    It asks the asset under the asset's own policies, which must not ask back.
    """

    options = ("field", *Access.options)

    def __init__(self, field="", **options):
        super().__init__(field=field, **options)

    def label(self):
        return f"keeps_{self.field}"

    def rows(self, names):
        return (
            "EXISTS (SELECT FROM media_assets kept "
            f"WHERE kept.id = {names.table}.{names.column(self.field)} AND "
            "(kept.event_id = ANY ((SELECT authz.my_events('media'))::uuid[])"
            " OR kept.event_id IS NULL AND kept.uploaded_by = (SELECT authz.uid())))"
        )


class Tree(DatabaseRule):
    """
    No row is above itself: `Tree("parent")`.

    Two who move branches at once wait for each other, so that they cannot close a ring together.
    """

    options = ("field",)

    def __init__(self, field="", **options):
        super().__init__(field=field, **options)

    def label(self):
        return f"tree_of_{self.field}"

    def create(self, model, names):
        function = f"authz.{names.quote(self.name)}"
        parent, key = names.column(self.field), names.quote(model._meta.pk.column)
        yield f"""CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    up {names.table}.{key}%TYPE := NEW.{parent};
BEGIN
    PERFORM pg_advisory_xact_lock(TG_RELID::bigint);
    WHILE up IS NOT NULL LOOP
        IF up = NEW.{key} THEN
            RAISE insufficient_privilege USING MESSAGE = 'authz: no branch hangs on itself';
        END IF;
        up := (SELECT {parent} FROM {names.table} WHERE {key} = up);
    END LOOP;
    RETURN NEW;
END $$"""  # noqa: S608
        yield trigger(
            names,
            self.name,
            f"BEFORE UPDATE OF {parent}",
            f"NEW.{parent} IS NOT NULL",
            f"{function}()",
        )

    def remove(self, names):
        yield f"DROP FUNCTION authz.{names.quote(self.name)}() CASCADE"


class Follows(DatabaseRule):
    """
    What goes with its parent, whoever deletes that: `Follows("asset")`.

    A foreign key that cascades in the database, past the policies: who may delete an asset need
    not see, nor may take away, the rights that others have in it. The field does without its own.
    """

    options = ("field",)

    def __init__(self, field="", **options):
        super().__init__(field=field, **options)

    def label(self):
        return f"follows_{self.field}"

    def create(self, model, names):
        parent = model._meta.get_field(self.field).related_model._meta
        yield (
            f"ALTER TABLE {names.table} ADD CONSTRAINT {names.quote(self.name)}"
            f" FOREIGN KEY ({names.column(self.field)}) REFERENCES {names.quote(parent.db_table)}"
            f" ({names.quote(parent.pk.column)}) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
        )

    def remove(self, names):
        yield f"ALTER TABLE {names.table} DROP CONSTRAINT {names.quote(self.name)}"
