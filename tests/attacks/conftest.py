"""The whole system for attacks: the same as for `tests/system`."""

from tests.system.conftest import running, system

__all__ = ["running", "system"]
