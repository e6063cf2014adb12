"""The marks of print, as the readers of every format and the grammar know them alike: bullets, list numbers, figures, page numbers."""

from __future__ import annotations

import re

# Glyphs that bullets are made of; fonts of symbols often place theirs in Unicode's private area.
SYMBOLS = "•▪◦‣·●■□➢➤►✓✔○§"
SYMBOL = rf"[{SYMBOLS}\ue000-\uf8ff]"
# What numbers a list: "1.", "2)", "1.1", "a)", "(iv)", "(3)".
LIST_NUMBER = r"\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,2}[.)]?|\(?[a-z]\)|\(?[ivx]{1,4}\)|\(\d{1,2}\)"
# A cell of a table that is a figure, or says that there is none.
FIGURE = re.compile(r"[-+]?\s*[£$€]?\s*[-+]?\d[\d,.]*\s*(?:%|pts?|pp|m|k|bn)?|n/?a|[-–]", re.I)
# A line that is nothing but the number of its page: "7", "- 7 -", "Page 7 of 31".
PAGE_NUMBER = re.compile(r"[^\w.]*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?(?:\s*\|?\s*page)?[^\w.]*", re.I)
