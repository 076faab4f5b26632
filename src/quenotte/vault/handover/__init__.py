"""A whole practice goes to another vault, or leaves for good: its rows as one file, opened by nobody (P37)."""
