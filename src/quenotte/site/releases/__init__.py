"""Published pages: rendered once, kept under their hash, the same bytes for every visitor."""
