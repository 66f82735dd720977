"""Access rules in the words of shows. Their circles are made in migration 0001."""

from fashionista.common.access import Access, Among, Through


class Between(Through):
    """Whoever sees both ends sees the link: `Between("event", "designer")`."""

    options = ("fields", *Access.options)
    fields: tuple[str, ...] = ()

    def __init__(self, *fields, **options):
        super().__init__(**{"fields": fields} | options)

    def label(self):
        return f"between_{'_'.join(self.fields)}"

    def rows(self, names):
        return " AND ".join(Through(field).rows(names) for field in self.fields)


class MyCast(Among):
    """Models at an event whose show one may produce."""

    circle = "my_cast"


class MyShow(Among):
    """Collections at an event whose show one may produce."""

    circle = "my_show"
