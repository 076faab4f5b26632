"""What the practice told its Publisher to do, and the agreement under which it does it (P56)."""
