"""The WSGI entry that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
application = get_wsgi_application()

if os.environ.get("GANDAN_WORKER_THREAD") == "1":
    from gandan.jobs.worker import start_thread

    start_thread()
