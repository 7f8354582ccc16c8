"""Spreadsheets (表格): rows as CSV, text that is shown and never run."""

import csv
import io
import re
from collections.abc import Iterable, Sequence


def spreadsheet(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, without which Excel reads Chinese as something else."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([inert(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def inert(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; a number below zero is none."""
    if _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
