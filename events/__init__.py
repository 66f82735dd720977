"""Events, their schedules, venues, organizers and teams."""
