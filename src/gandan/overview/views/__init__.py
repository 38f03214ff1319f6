"""Pages of the overview, by subject."""
