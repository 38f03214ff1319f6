"""Changes to papers, numbers and registers. What other apps call stands in ``drafting`` and
``issuing``."""
