"""Whether somebody fits a shift: their role, their certificates, the days they are away."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from .models import StaffMember, StaffRole
from .shapes import as_day


def does(member: StaffMember, role: StaffRole) -> bool:
    """Whether it is the role of this person, or one of their skills is called like it."""
    skills = member.skills if isinstance(member.skills, list) else []
    return member.role_id == role.pk or role.name.casefold() in map(str.casefold, map(str, skills))


def lacking(member: StaffMember, role: StaffRole, *, on: date) -> list[str]:
    """Certificates that the role asks for and this person has not, or not on that day any more."""
    held = member.certifications if isinstance(member.certifications, dict) else {}
    good = {
        name.casefold()
        for name, until in held.items()
        if until == "" or ((last := as_day(until)) and last >= on)
    }
    return [name for name in role.requirements if str(name).casefold() not in good]


def is_away(member: StaffMember, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether one of the days of a stretch, on this clock, is one on which they are away."""
    told = member.availability if isinstance(member.availability, dict) else {}
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    for each in told.get("away", []):
        away, back = as_day(each.get("from")), as_day(each.get("to"))
        if away and back and away <= last and first <= back:
            return True
    return False
