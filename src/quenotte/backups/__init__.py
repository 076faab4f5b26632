"""`quenotte backup`, `restore` and `open`: the vault's database in one file, back again, and readable without it."""
