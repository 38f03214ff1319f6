"""Measurements, never gates: printed with the machine and the versions beside them."""
