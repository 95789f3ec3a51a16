"""The models of `bytedance`."""
