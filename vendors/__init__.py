"""Vendors, services and contracts. Their tables arrive with the whole schema."""
