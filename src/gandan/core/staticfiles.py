"""Static files with hashed names, falling back to plain names until they were collected."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def url(self, name: str, force: bool = False) -> str:
        """The address of a static file; plain when `collectstatic` has not run (tests)."""
        if not self.hashed_files:
            return str(StaticFilesStorage.url(self, name))
        return str(super().url(name, force))
