"""Small tables as HTML, for notebooks.

No colour is set, so a table is as readable as the text around it in a light and in a
dark theme. A caption and the scope of each heading are there for screen readers.
"""

from collections.abc import Sequence
from html import escape


def html_table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    foot: Sequence[str] | None = None,
) -> str:
    """Write a table whose first column names its rows.

    Parameters
    ----------
    caption : str
    head : list of str
        One heading a column.
    rows : list of list of str
    foot : list of str or None
        A last row, of sums.

    Returns
    -------
    str
        HTML in which every text given is escaped.
    """
    columns = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    parts = [
        f"<caption>{escape(caption)}</caption>",
        f"<thead><tr>{columns}</tr></thead>",
        f"<tbody>{''.join(map(_row, rows))}</tbody>",
    ]
    if foot is not None:
        parts.append(f"<tfoot>{_row(foot)}</tfoot>")
    return "<table>\n" + "\n".join(parts) + "\n</table>"


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table as lines of text, columns aligned at their left.

    Parameters
    ----------
    head : list of str
    rows : list of list of str

    Returns
    -------
    str
    """
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _row(cells: Sequence[str]) -> str:
    name, *others = map(escape, cells)
    data = "".join(f"<td>{text}</td>" for text in others)
    return f'<tr><th scope="row">{name}</th>{data}</tr>'
