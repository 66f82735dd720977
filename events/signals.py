"""What happens to events, announced to the apps above. Sent inside the transaction, by `send`."""

from django.dispatch import Signal

capacity_changed = Signal()  # event: its own capacity, a restriction or its venue is another now
event_cancelled = Signal()  # event, by, at
event_postponed = Signal()  # event, at: it has no date for now
event_moved = Signal()  # event, distance, by, at: it has new dates, all that hangs on it follows
event_duplicated = Signal()  # source, event, distance: the draft is there, without what is above
