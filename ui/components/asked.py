"""What the address of the Ask page says: the question, how its reading was changed, and to what its answer is narrowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from search.narrow import Only
from ui.components.addresses import all_at, ask, at


@dataclass(frozen=True, slots=True)
class Asked:
    """One view of the Ask page."""

    question: str
    drop: tuple[str, ...] = ()
    add: str = ""
    only: tuple[Only, ...] = ()

    @classmethod
    def here(cls) -> Asked:
        """The view that the address names. QuestionError when it narrows by what is no facet."""
        return cls(at("q").strip(), tuple(all_at("drop")), at("add").strip(), tuple(map(Only.from_text, all_at("only"))))

    @property
    def address(self) -> str:
        """Its address."""
        return ask(self.question, drop=self.drop, add=self.add, only=map(str, self.only))

    def but(self, **changed: Any) -> str:
        """The address of the view that differs in this."""
        return replace(self, **changed).address

    def toggled(self, only: Only) -> str:
        """The address with the answer narrowed by this too, or no longer."""
        return self.but(only=tuple(o for o in self.only if o != only) if only in self.only else (*self.only, only))
