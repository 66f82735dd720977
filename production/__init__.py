"""Run of show, line-ups and rehearsals. Their tables arrive with the whole schema."""
