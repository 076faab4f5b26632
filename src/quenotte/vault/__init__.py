"""The practice's plane: forms, booking and the desk. It stores sealed envelopes and opens none."""
