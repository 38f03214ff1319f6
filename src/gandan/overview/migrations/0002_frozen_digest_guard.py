from django.db import migrations

# True of every row for ever, so the database holds it besides the service.
SQLITE = """
CREATE TRIGGER overview_digest_frozen BEFORE UPDATE ON overview_digest
WHEN OLD.state = 'frozen'
BEGIN SELECT RAISE(ABORT, 'a frozen digest never changes'); END
"""
POSTGRESQL = """
CREATE FUNCTION overview_digest_frozen() RETURNS trigger AS $$
BEGIN
  IF OLD.state = 'frozen' THEN RAISE EXCEPTION 'a frozen digest never changes'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER overview_digest_frozen BEFORE UPDATE ON overview_digest
FOR EACH ROW EXECUTE FUNCTION overview_digest_frozen()
"""


def create(apps, editor):
    editor.execute(SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER overview_digest_frozen")
        return
    editor.execute("DROP TRIGGER overview_digest_frozen ON overview_digest")
    editor.execute("DROP FUNCTION overview_digest_frozen()")


class Migration(migrations.Migration):
    dependencies = [("overview", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
