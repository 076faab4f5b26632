"""The practices of this vault, their published keys, and the people who work there."""
