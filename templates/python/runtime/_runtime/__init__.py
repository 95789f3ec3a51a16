"""The runtime: what every package that wirogen generates carries."""

PACKAGE = (__package__ or "").rpartition(".")[0]
"""The package that this runtime is part of; its modules log under this name."""
