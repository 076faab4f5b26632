"""The privacy policy's life: its versions, each at an address for ever, and what changed between two."""
