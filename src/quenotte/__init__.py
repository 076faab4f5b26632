"""Quenotte keeps the promises that a dental practice's website makes to its patients."""

__version__ = "0.1.0"
