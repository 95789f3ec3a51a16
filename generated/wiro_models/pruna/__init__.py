"""The models of `pruna`."""
