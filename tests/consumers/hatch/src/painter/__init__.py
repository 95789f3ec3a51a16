"""Paints."""
