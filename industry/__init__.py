"""Designers, collections and fashion models. Their tables arrive with the whole schema."""
