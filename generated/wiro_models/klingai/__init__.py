"""The models of `klingai`."""
