"""Templates to begin with, before an organizer keeps any."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def _row(name, starts, ends, people, *, starts_from="start", ends_from="start"):
    return {
        "name": name,
        "starts": starts,
        "starts_from": starts_from,
        "ends": ends,
        "ends_from": ends_from,
        "people": people,
        "role": "",
    }


def _runway():
    return [
        _row(_("Setup"), -360, -120, 4),
        _row(_("Backstage"), -180, 30, 6, ends_from="end"),
        _row(_("Doors"), -60, 30, 6),
        _row(_("Strike"), 0, 180, 4, starts_from="end", ends_from="end"),
    ]


def _exhibition():
    return [
        _row(_("Opening up"), -90, 0, 2),
        _row(_("Floor"), -15, 15, 3, ends_from="end"),
        _row(_("Closing"), -15, 60, 2, starts_from="end", ends_from="end"),
    ]


def _workshop():
    return [
        _row(_("Tables and tools"), -90, 0, 2),
        _row(_("Help at the tables"), -15, 15, 2, ends_from="end"),
        _row(_("Clearing up"), 0, 60, 2, starts_from="end", ends_from="end"),
    ]


GIVEN = {
    "runway": (gettext_lazy("Runway show"), _runway),
    "exhibition": (gettext_lazy("Day of an exhibition"), _exhibition),
    "workshop": (gettext_lazy("Workshop"), _workshop),
}
