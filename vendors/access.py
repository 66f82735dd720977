"""The system rules of hiring, in which nobody acts for themselves."""

HIRING = "vendors.hiring"  # moves bookings and contracts that are no longer worked on
RATING = "vendors.rating"  # keeps the score
