"""Words to people: notifications and their delivery."""
