"""Vendors, their services, bookings and contracts."""
