"""Feedback and reviews. Their tables arrive with the whole schema."""
