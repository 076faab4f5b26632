"""What patients send: kept sealed, or not at all."""
