"""What can go wrong in `search` beyond what can go wrong in `kg`."""

from __future__ import annotations

from kg.errors import BeatbookError


class QuestionError(BeatbookError):
    """A question that cannot be taken as one: empty, or far too long."""


class ModelError(BeatbookError):
    """The embedding model is missing or is not the one the library was built with."""


class EngineError(BeatbookError):
    """An engine that a setting names (Milvus, Dask) is not installed, cannot be reached or refuses."""

    def __init__(self, engine: str, address: str, reason: str, remedy: str) -> None:
        super().__init__(f"{engine} at {address}: {reason}; {remedy}")
        self.engine, self.address, self.reason, self.remedy = engine, address, reason, remedy


class UnknownBuildError(BeatbookError):
    """A build that the library's history does not reach back to."""

    def __init__(self, build: str, known: tuple[str, ...]) -> None:
        known_ = f"it keeps {', '.join(known)} (latest last)" if known else "it keeps none yet"
        super().__init__(f"build {build!r} is no longer known to this library; {known_}; load the whole export anew")
        self.build, self.known = build, known


class BusyError(BeatbookError):
    """More is asked at once than can be answered."""
