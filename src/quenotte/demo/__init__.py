"""A whole practice on one machine, to try: fictional people, open keys, a local letter box."""
