"""A paper to read, sign or complete: sections of paragraphs, lists and tables, as Markdown and as HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#|"})


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    title: str
    language: str
    notes: tuple[str, ...]  # what the reader must know before the first section
    sections: tuple[Section, ...]


def markdown(paper: Paper) -> str:
    lines = [f"# {_plain(paper.title)}", ""]
    for note in paper.notes:
        lines += [f"> {_plain(note)}", ""]
    for section in paper.sections:
        lines += [f"## {_plain(section.title)}", ""]
        for paragraph in section.paragraphs:
            lines += [_plain(paragraph), ""]
        if section.items:
            lines += [*(f"- {_plain(item)}" for item in section.items), ""]
        if section.table is not None:
            lines += [*_markdown_table(section.table), ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)


def _markdown_table(table: Table) -> Iterator[str]:
    for cells in (table.head, ("---",) * len(table.head), *table.rows):
        said = cells if cells[0] == "---" else tuple(_plain(cell) for cell in cells)
        yield f"| {' | '.join(said)} |"


def html(paper: Paper) -> str:
    """A whole page without script, style or address: it prints as it stands."""
    title = escape(paper.title)
    body = [f"<h1>{title}</h1>"]
    body += [f"<p><strong>{escape(note)}</strong></p>" for note in paper.notes]
    for section in paper.sections:
        body.append(f"<h2>{escape(section.title)}</h2>")
        body += [f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs]
        if section.items:
            items = "".join(f"<li>{escape(item)}</li>" for item in section.items)
            body.append(f"<ul>{items}</ul>")
        if section.table is not None:
            body.append(_html_table(section.table))
    return (
        f'<!doctype html>\n<html lang="{escape(paper.language)}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title></head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _html_table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
