"""Sponsors, their packages, deals and pictures."""
