"""The models of `lightricks`."""
