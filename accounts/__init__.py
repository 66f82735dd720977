"""People: who they are, how they log in, their profile."""
