"""Changes to digests: draft, edit, freeze."""
