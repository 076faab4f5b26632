"""Who opened, exported, changed or erased what, when and why. Nothing of what stood in it (P76)."""
