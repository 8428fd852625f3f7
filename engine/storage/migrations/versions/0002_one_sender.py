"""One sender at a time for the outbox, one refresh at a time for a token; claims of single deliveries go."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

#: An aware time, as engine.storage.instant keeps it.
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "senders",
        sa.Column("outbox", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("outbox", name="senders_pkey"),
    )
    op.drop_column("deliveries", "claims")
    op.add_column("crm_tokens", sa.Column("refreshing", sa.Text(), nullable=True))
    op.add_column("crm_tokens", sa.Column("refreshing_until", TIME, nullable=True))
    op.add_column("crm_tokens", sa.Column("lost_at", TIME, nullable=True))


def downgrade() -> None:
    for column in ("lost_at", "refreshing_until", "refreshing"):
        op.drop_column("crm_tokens", column)
    op.add_column("deliveries", sa.Column("claims", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("senders")
