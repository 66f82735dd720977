"""Access rules in the words of shows. Their circles are made in migrations 0001 and 0002."""

from fashionista.common.access import Access, Among, Through
from fashionista.common.database_rules import DatabaseRule


class Between(Through):
    """Whoever sees both ends sees the link: `Between("event", "designer")`."""

    options = ("fields", *Access.options)

    def __init__(self, *fields, **options):
        super().__init__(**{"fields": fields} | options)

    def label(self):
        return f"between_{'_'.join(self.fields)}"

    def rows(self, names):
        return " AND ".join(Through(field).rows(names) for field in self.fields)


class InPublic(Access):
    """Whoever sees the segment sees what is in it, once its line-up is public."""

    options = ("field", *Access.options)
    default_may = "view"

    def __init__(self, field="", **options):
        super().__init__(field=field, **options)

    def label(self):
        return f"in_public_{self.field}"

    def rows(self, names):
        parent = names.model._meta.get_field(self.field).related_model._meta.db_table
        return (
            f"EXISTS (SELECT FROM {names.quote(parent)} parent WHERE parent.is_public"
            f" AND parent.id = {names.table}.{names.column(self.field)})"
        )


class MyCast(Among):
    """Models at an event whose show one may produce."""

    circle = "my_cast"


class MyShow(Among):
    """Collections at an event whose show one may produce."""

    circle = "my_show"


class OnStage(Among):
    """Events at which the person walks, or shows as a designer."""

    circle = "my_stages"


class MyLook(Among):
    """Looks that the person wears, or has designed."""

    circle = "my_looks"


class MyPart(Among):
    """Segments with a look of theirs."""

    circle = "my_parts"


class TakesPart(DatabaseRule):
    """
    What the row names takes part in its event: `TakesPart("collection", by="event_collections")`.

    A composite foreign key to the table of who and what an event shows, in place of the plain one
    (`db_constraint=False`). Asked at the commit: an event goes with all that hangs on it.
    """

    options = ("field", "by")

    def __init__(self, field="", *, by="", **options):
        super().__init__(field=field, by=by, **options)

    def label(self):
        return f"takes_part_{self.field}"

    def create(self, model, names):
        keys = f"({names.column(self.field)}, {names.column('event')})"
        yield (
            f"ALTER TABLE {names.table} ADD CONSTRAINT {names.quote(self.name)} FOREIGN KEY {keys}"
            f" REFERENCES {names.quote(self.by)} {keys} DEFERRABLE INITIALLY DEFERRED"
        )

    def remove(self, names):
        yield f"ALTER TABLE {names.table} DROP CONSTRAINT {names.quote(self.name)}"
