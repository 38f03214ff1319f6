"""Gần Dân: the working system of a city's public-engagement network."""

__version__ = "0.1.0"
