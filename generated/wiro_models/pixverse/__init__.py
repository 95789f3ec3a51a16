"""The models of `pixverse`."""
