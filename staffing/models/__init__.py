"""The tables of staff, an aggregate a file."""

from .crew import MyBookings, MyCrew, StaffMember, StaffRole, validate_permissions
from .invitations import StaffInvitation
from .rates import StaffRate
from .shifts import FILLED, LIVE, MyShift, Shift, ShiftFeed, StaffAssignment
from .swaps import OPEN_SWAPS, MyStaffRow, OnMyBooks, ShiftSwap
from .templates import ShiftTemplate

__all__ = [
    "FILLED", "LIVE", "OPEN_SWAPS", "MyBookings", "MyCrew", "MyShift", "MyStaffRow", "OnMyBooks",
    "Shift", "ShiftFeed", "ShiftSwap", "ShiftTemplate", "StaffAssignment", "StaffInvitation",
    "StaffMember", "StaffRate", "StaffRole", "validate_permissions",
]  # fmt: skip
