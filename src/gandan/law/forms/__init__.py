"""Forms of the law's pages, by subject."""
