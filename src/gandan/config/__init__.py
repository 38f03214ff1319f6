"""Composition: settings, routes, the access table and the server entry."""
