"""Statutory statistics: tables that the register fills, checks, and what people write in."""
