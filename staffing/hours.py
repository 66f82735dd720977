"""Planned and actual hours as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .models import StaffAssignment


def hours_table(rows: Iterable[StaffAssignment], zone: ZoneInfo) -> Iterator[list]:
    """A head, a line for each person on each shift, a sum. Times on this clock, work in minutes."""
    yield [
        _("Name"), _("Role"), _("Shift"), _("Status"), _("Starts"), _("Ends"), _("Planned minutes"),
        _("Came"), _("Went"), _("Actual minutes"),
    ]  # fmt: skip
    planned = actual = 0
    for row in rows:
        minutes = row.actual_minutes
        planned, actual = planned + row.planned_minutes, actual + (minutes or 0)
        times = [_written(t, zone) for t in (row.start_time, row.end_time)]
        noted = [_written(t, zone) for t in (row.checked_in_at, row.checked_out_at)]
        yield [
            row.staff.user.full_name, row.role.name, row.shift.name, row.get_status_display(),
            *times, row.planned_minutes, *noted, "" if minutes is None else minutes,
        ]  # fmt: skip
    yield [_("In all"), "", "", "", "", "", planned, "", "", actual]


def _written(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""
