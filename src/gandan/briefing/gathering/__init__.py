"""What a pack is made of, read from concerns, register and reports as they stand."""
