"""Marks the register's sentences for translation; whoever prints them passes them through gettext."""


def _(text: str) -> str:
    """The English sentence itself: it is the key of its translations."""
    return text
