"""The models of `chetwinlow1`."""
