"""What is listed once: services, roles, and all that passes a doorway instead of lying in a column."""
