"""Measures the running portal against its speed budget: make bench."""
