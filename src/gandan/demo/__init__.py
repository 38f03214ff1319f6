"""A synthetic city for trying, testing and measuring; no part of it is real."""

from gandan.demo.city import city
from gandan.demo.letters import Letter, Truth, generate
from gandan.demo.writing import write_letters

__all__ = ["Letter", "Truth", "city", "generate", "write_letters"]
