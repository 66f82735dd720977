"""How dates and times are written, by language: the clock has 24 hours."""
