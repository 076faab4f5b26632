"""The Publisher's plane: a practice's public pages, rendered from facts. It never holds a patient's data."""
