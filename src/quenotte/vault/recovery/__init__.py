"""How a practice comes back: the weekly copy, the recovery sheet, the opener that needs no server."""
