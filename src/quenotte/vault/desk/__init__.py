"""The practice's pages and their API: sealed things out, decisions in."""
