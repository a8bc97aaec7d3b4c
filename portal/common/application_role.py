"""The role the portal signs in with on PostgreSQL: it works with the tables and does not own them.

So no path of the application, raw SQL included, can switch a trigger off, empty a table that only grows or change
a row of it. The owner migrates; then `manage.py grant_application_role ROLE` gives the role what it needs.
"""

from __future__ import annotations

from django.db import connections
from psycopg import sql

from portal.common import guards
from portal.common.refusals import Refusal

WORKING = "SELECT, INSERT, UPDATE, DELETE"
CHANGING = "UPDATE, DELETE, TRUNCATE"


def grant(role: str, using: str = "default") -> list[str]:
    """Give ``role`` what the portal needs and no more. Returns the tables it may only read and add to.

    Raises Refusal on another database than PostgreSQL, or where the role does not exist or owns the tables.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        raise Refusal("Roles are PostgreSQL's; this database has none.", given=connection.vendor)
    growing = [guard.table for guard in guards.registered() if not guard.columns]
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_roles WHERE rolname = %s)", [role])
        owner, found = cursor.fetchone()
        if not found or role == owner:
            raise Refusal(
                "The application's role must exist and be another than the owner.", where="role", given=role
            )
        for statement in (
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
            sql.SQL("GRANT {} ON ALL TABLES IN SCHEMA public TO {}").format(sql.SQL(WORKING), name),
            sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
            *(
                sql.SQL("REVOKE {} ON {} FROM {}").format(sql.SQL(CHANGING), sql.Identifier(table), name)
                for table in growing
            ),
        ):
            cursor.execute(statement)
    return growing
