"""What changes reception: sessions, visits, refusals."""
