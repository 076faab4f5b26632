"""The signed feeds: what the vault publishes about a practice and what it reads from the site."""
