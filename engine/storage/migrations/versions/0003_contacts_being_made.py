"""A contact that is being made is noted before it has an id."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

#: An aware time, as engine.storage.instant keeps it.
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("crm_contacts") as contacts:
        contacts.alter_column("contact_id", existing_type=sa.BigInteger(), nullable=True)
        contacts.add_column(sa.Column("making", sa.Text(), nullable=True))
        contacts.add_column(sa.Column("making_since", TIME, nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM crm_contacts WHERE contact_id IS NULL")
    with op.batch_alter_table("crm_contacts") as contacts:
        contacts.drop_column("making_since")
        contacts.drop_column("making")
        contacts.alter_column("contact_id", existing_type=sa.BigInteger(), nullable=False)
