"""Tables: rows set with tabs or pipes, or only aligned, and the lines of words over them."""

from __future__ import annotations

from kg.model import Role
from kg.outline.classified import Classified

# Headers have one row, or two where some span several columns.
HEADER_ROWS = 2


def _aligned_tables(c: Classified) -> None:
    """Rows that are only aligned by spaces: two or more together, and the line of words over them."""
    rows = {i for i, line in c.short() if line.is_aligned_row}
    for i in sorted(rows):
        before, after = c.before(i), c.after(i)
        if before not in rows and after not in rows:
            continue
        c.roles[i] = Role.TABLE_ROW
        header = before if before is not None and before not in rows else None
        if header is not None and c.roles[header] is None and len(c.lines[header].columns) in (len(c.lines[i].columns), len(c.lines[i].columns) - 1):
            c.roles[header] = Role.TABLE_HEADER


def find_tables(c: Classified) -> None:
    """Rows and their headers."""
    _aligned_tables(c)
    for block in _blocks(c):
        heads = _heads([not c.lines[i].has_figures for i in block], c.lines[block[0]].has_years)
        for i, head in zip(block, heads, strict=True):
            c.roles[i] = Role.TABLE_HEADER if head else Role.TABLE_ROW
    for i, line in enumerate(c.lines):
        if c.roles[i] is Role.TABLE_ROW and not line.cells and line.has_years and _opens_table(c, i):
            c.roles[i] = Role.TABLE_HEADER


def _blocks(c: Classified) -> list[list[int]]:
    """Lines with cells that stand together. A blank line parts them where the next line may be a table's header."""
    blocks: list[list[int]] = []
    for i, line in c.free():
        if sum(bool(cell.text) for cell in line.cells) < 2:
            continue
        between = range(blocks[-1][-1] + 1, i) if blocks else range(0)
        beside = bool(blocks) and all(c.roles[j] in (Role.BLANK, Role.FURNITURE) for j in between)
        gap = any(not c.lines[j].width for j in between)
        if beside and not (gap and (line.has_years or not line.has_figures)):
            blocks[-1].append(i)
        else:
            blocks.append([i])
    return blocks


def _heads(wordy: list[bool], years: bool) -> list[bool]:
    """Which rows of a table are headers, by which are of words alone; `years`: the first has no figures but years.

    A table of words has one, its first. In any other, one or two rows of words over a row with figures are headers.
    """
    if len(wordy) > 1 and (all(wordy) or (years and not wordy[0])):
        return [True] + [False] * (len(wordy) - 1)
    heads = [False] * len(wordy)
    start = 0
    for n, words in enumerate(wordy):
        if not words:
            first = start if n - start <= HEADER_ROWS else n
            heads[first:n] = [True] * (n - first)
            if first == n and n and start == 0:
                heads[0] = True
            start = n + 1
    return heads


def _opens_table(c: Classified, i: int) -> bool:
    """Whether an aligned row is the first of its table and has others under it."""
    following = c.after(i)
    first = i == 0 or c.roles[i - 1] not in (Role.TABLE_ROW, Role.TABLE_HEADER)
    return first and following is not None and c.roles[following] is Role.TABLE_ROW and not c.lines[following].has_years
