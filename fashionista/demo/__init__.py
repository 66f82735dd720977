"""A season of plainly fictional people and events, to try the portal with."""
