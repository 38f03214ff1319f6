"""The first call of a compiled loop compiles it, which no test should be timed for."""

from hypothesis import settings

settings.register_profile("compiled", deadline=None)
settings.load_profile("compiled")
