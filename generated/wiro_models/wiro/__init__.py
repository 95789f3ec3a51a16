"""The models of `wiro`."""
