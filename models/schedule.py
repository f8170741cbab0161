"""How far the schedule has got: one row a job, so that every slot is taken once, whoever takes it."""

from datetime import datetime

from models.table import Field, SQLModel, instant_column


class JobSlot(SQLModel, table=True):
    """The last slot of ``job`` that was taken. Slots are taken in order and only forward; a missed one is not made up
    for by itself, since what a job does is computed from what is true when it runs."""

    __tablename__ = "job_slot"
    job: str = Field(primary_key=True, max_length=48)
    due_at: datetime | None = instant_column(default=None)
    """The slot; none was taken yet where this is empty."""
    ran_at: datetime | None = instant_column(default=None)
    tries: int = 0
    """How often the slot after this one has failed."""
    retry_at: datetime | None = instant_column(default=None)
    error: str = Field(default="", max_length=400)
    """What went wrong last: the kind and the places in the code, no data."""
