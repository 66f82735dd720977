"""Galleries, assets and rights."""
