"""The tables of staff, an aggregate a file."""

from .crew import MyCrew, StaffMember, StaffRole, validate_permissions
from .shifts import FILLED, LIVE, MyShift, Shift, ShiftFeed, StaffAssignment
from .templates import ShiftTemplate

__all__ = [
    "FILLED", "LIVE", "MyCrew", "MyShift", "Shift", "ShiftFeed", "ShiftTemplate",
    "StaffAssignment", "StaffMember", "StaffRole", "validate_permissions",
]  # fmt: skip
