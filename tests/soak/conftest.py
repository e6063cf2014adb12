"""The soak stands on the same samples as the tests of the doors."""

from tests.ui.conftest import samples

__all__ = ["samples"]
