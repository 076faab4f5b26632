"""The text of each practice's policy, as its vault published it: fetched, held to its digest, kept."""
