"""Staff, roles, shifts and assignments."""
