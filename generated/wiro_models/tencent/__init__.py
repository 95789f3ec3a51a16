"""The models of `tencent`."""
