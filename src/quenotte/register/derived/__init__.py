"""What is made from the register: each a pure function."""
