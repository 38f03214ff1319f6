"""Who changed or read what, when and why; the log can be verified from outside."""
