"""The outbox: which message is due to whom, without knowing who that is."""
