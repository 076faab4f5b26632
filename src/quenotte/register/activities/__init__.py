"""What we do with people's data: one file an activity."""
