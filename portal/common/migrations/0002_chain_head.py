"""The chain starts: its head row, at sequence 0 with the hash of nothing."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def start(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the one row every writer locks."""
    apps.get_model("common", "ChainHead").objects.get_or_create(pk=1, defaults={"seq": 0, "hash": "0" * 64})


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
