"""From a source to its outline: which line is what, and what stands under what.

One grammar for every layout: `lines` gives each line its looks, `roles` says what it is, `sections` which priority and
commitment it stands under, `nesting` which bullet stands under which, `assemble` makes the bullets.
"""

from kg.outline.assemble import Outline, read_outline

__all__ = ["Outline", "read_outline"]
