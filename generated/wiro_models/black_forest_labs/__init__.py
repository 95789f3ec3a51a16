"""The models of `black-forest-labs`."""
