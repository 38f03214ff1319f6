"""Digests, the leader's page and exports: collects from the features below, calls synthesis."""
