"""The models of `wan-ai`."""
