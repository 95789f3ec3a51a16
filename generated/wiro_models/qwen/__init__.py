"""The models of `qwen`."""
