"""The policies as we last read them, word for word."""
