"""Feedback on events. Reviews arrive with those they are about."""
