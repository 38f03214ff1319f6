from django.db import migrations

# True of every row for ever, so the database holds it besides the service: a frozen pack and
# the rows behind its figures never change.
FROZEN = "EXISTS (SELECT 1 FROM briefing_pack WHERE id = NEW.pack_id AND state = 'frozen')"
SQLITE = (
    """
CREATE TRIGGER briefing_pack_frozen BEFORE UPDATE ON briefing_pack
WHEN OLD.state = 'frozen'
BEGIN SELECT RAISE(ABORT, 'a frozen pack never changes'); END
""",
    f"""
CREATE TRIGGER briefing_source_updated BEFORE UPDATE ON briefing_packsource
WHEN {FROZEN}
BEGIN SELECT RAISE(ABORT, 'the sources of a frozen pack never change'); END
""",
    f"""
CREATE TRIGGER briefing_source_added BEFORE INSERT ON briefing_packsource
WHEN {FROZEN}
BEGIN SELECT RAISE(ABORT, 'the sources of a frozen pack never change'); END
""",
)
POSTGRESQL = (
    """
CREATE FUNCTION briefing_pack_frozen() RETURNS trigger AS $$
BEGIN
  IF OLD.state = 'frozen' THEN RAISE EXCEPTION 'a frozen pack never changes'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
""",
    f"""
CREATE FUNCTION briefing_source_frozen() RETURNS trigger AS $$
BEGIN
  IF {FROZEN} THEN RAISE EXCEPTION 'the sources of a frozen pack never change'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
""",
    """
CREATE TRIGGER briefing_pack_frozen BEFORE UPDATE ON briefing_pack
FOR EACH ROW EXECUTE FUNCTION briefing_pack_frozen()
""",
    """
CREATE TRIGGER briefing_source_frozen BEFORE INSERT OR UPDATE ON briefing_packsource
FOR EACH ROW EXECUTE FUNCTION briefing_source_frozen()
""",
)
SQLITE_DROPS = (
    "DROP TRIGGER briefing_pack_frozen",
    "DROP TRIGGER briefing_source_updated",
    "DROP TRIGGER briefing_source_added",
)
POSTGRESQL_DROPS = (
    "DROP TRIGGER briefing_pack_frozen ON briefing_pack",
    "DROP TRIGGER briefing_source_frozen ON briefing_packsource",
    "DROP FUNCTION briefing_pack_frozen()",
    "DROP FUNCTION briefing_source_frozen()",
)


def create(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def drop(apps, editor):
    for statement in SQLITE_DROPS if editor.connection.vendor == "sqlite" else POSTGRESQL_DROPS:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("briefing", "0001_packs_sources_and_tasks")]
    operations = [migrations.RunPython(create, drop)]
