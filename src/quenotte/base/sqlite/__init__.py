"""SQLite with a queue for writers, as Django's engine `quenotte.base.sqlite`."""
