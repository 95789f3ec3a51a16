"""Kinds of output: each module turns Cards into a plan that its templates print."""

from typing import Final

VALUES_VERSION: Final = 1
"""The version of what templates see: docs/templates.md lists it."""
