"""Parts of statements that Django has no words for."""

from django.db.models import Func, IntegerField, Subquery, TextField


class RowCount(Subquery):
    """How many rows a queryset has, which may speak of the outer query by `OuterRef`."""

    template = "(SELECT count(*) FROM (%(subquery)s) found)"
    output_field = IntegerField()

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk"))


class Written(Func):
    """
    A value of ours that stands in the statement itself: `status=Written("pending")`.

    Plans are made without the parameters, so only what is written out tells PostgreSQL that a
    partial index has all the rows.
    """

    template = "'%(text)s'"
    output_field = TextField()

    def __init__(self, text):
        if not (text.isidentifier() or text == ""):
            raise ValueError(text)
        super().__init__(text=text)
