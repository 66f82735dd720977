"""The one door through which a row's state changes."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .errors import DomainError


class NotFromHere(DomainError):
    message = _("This has moved on meanwhile, so nothing was changed.")


def advance(row, to, *, at, **stamps):
    """
    Move a row to another state, together with the stamps that belong to the move.

    `to` is the new `status`, or a dict of several state fields. Which moves there are, the model
    says: `MOVES = {"status": {DRAFT: {PUBLISHED}}}`. One conditional UPDATE takes the row's lock,
    asks for the state it has by then, and writes; of two that race, one moves.

    Raises NotFromHere where the row has left the states this move starts from, its
    `DoesNotExist` where it is gone or hidden, and PermissionDenied where it may not be changed.
    """
    moves = to if isinstance(to, dict) else {"status": to}
    stamps = _stored(row, stamps)
    sources = {
        f"{field}__in": [before for before, after in row.MOVES[field].items() if target in after]
        for field, target in moves.items()
    }
    changes = moves | stamps
    if any(field.name == "updated_at" for field in row._meta.fields):
        changes["updated_at"] = at
    rows = type(row)._base_manager.filter(pk=row.pk)
    if not rows.filter(**sources).update(**changes):
        now = dict(zip(moves, rows.values_list(*moves).get(), strict=True))
        if all(now[field] in sources[f"{field}__in"] for field in moves):
            raise PermissionDenied(f"{row!r} is not yours to change.")
        raise NotFromHere
    for name, value in (moves | {"updated_at": at}).items():
        if name in changes:
            setattr(row, name, value)
    return row


def _stored(row, stamps):
    """The values as a save would write them: sealed where encrypted, with their blind indexes."""
    for name, value in stamps.items():
        setattr(row, name, value)
    written = [*stamps, *(f.name for f in row._meta.fields if getattr(f, "source", "") in stamps)]
    return {name: row._meta.get_field(name).pre_save(row, add=False) for name in written}
