"""Rows as a spreadsheet opens them: CSV (RFC 4180) in UTF-8 with its mark, and no cell that is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
# A spreadsheet runs a cell that begins so (OWASP, "CSV injection"); the wide forms are read alike.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def spreadsheet(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as bytes; lines of one cell stay in that cell."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (MARK + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe stands before what would be run."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RUNS) else cell
