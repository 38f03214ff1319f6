"""The sub-commands of `gandan`, one module each: ``add`` declares it, ``run`` does it."""
