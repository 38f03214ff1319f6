"""What citizens do on the public page, in one transaction each."""
