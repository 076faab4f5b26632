"""What a practice says about itself, and what its vault says about opening hours and keys."""
