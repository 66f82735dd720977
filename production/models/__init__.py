"""Who and what an event shows, in which order, and what the house needs for it."""

from .casting import EventCollection, EventDesigner, EventModel
from .planning import RehearsalSchedule, TechnicalRequirement
from .running import LineupEntry, RunwaySegment

__all__ = [
    "EventCollection", "EventDesigner", "EventModel", "LineupEntry", "RehearsalSchedule",
    "RunwaySegment", "TechnicalRequirement",
]  # fmt: skip
