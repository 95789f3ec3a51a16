"""The models of `microsoft`."""
