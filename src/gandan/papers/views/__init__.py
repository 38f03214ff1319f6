"""Pages of the papers app, by subject."""
