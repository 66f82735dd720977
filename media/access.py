"""Access rules in the words of pictures and their keepers. The circle is made in migration 0001."""

from fashionista.common.access import Access, Among
from fashionista.common.database_rules import DatabaseRule


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
