"""Galleries, assets and rights. Their tables arrive with the whole schema."""
