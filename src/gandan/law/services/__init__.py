"""Change the law that the office works by; each change is numbered, recorded and announced."""
