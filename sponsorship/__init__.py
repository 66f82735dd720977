"""Sponsors and their packages. Their tables arrive with the whole schema."""
