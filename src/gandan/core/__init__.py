"""Plumbing without domain: pages, forms, search, readers of files."""
