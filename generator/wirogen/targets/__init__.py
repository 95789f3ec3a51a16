"""Kinds of output: each module turns Cards into a plan that its templates print."""
