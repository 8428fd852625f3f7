"""Texts of clients in the cells of a table: what a spreadsheet would run is made plain text."""

import re

#: What makes a spreadsheet take a cell for a formula, full-width twins included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: A phone or a number: there is nothing in it to run, and people search for it as it is.
HARMLESS = re.compile(r"\+\d[\d ()\-]{4,24}|-\d+([.,]\d+)?")
#: What Excel reads of one cell.
LONGEST = 32_767


def plain_cell(text: str) -> str:
    """The text with a `'` before it where a spreadsheet would take it for a formula."""
    text = text[: LONGEST - 1].replace("\0", "")
    if text.lstrip(" \u00a0").startswith(FORMULA) and not HARMLESS.fullmatch(text):
        return f"'{text}"
    return text
