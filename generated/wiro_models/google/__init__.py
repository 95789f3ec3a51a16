"""The models of `google`."""
