"""Photos that come with goods: kept with the receipt, and nobody else's."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlmodel import Session

from models.errors import NotFound
from models.journal import Attachment
from models.table import table

ATTACHMENT = table(Attachment)


def keep_photos(db: Session, receipt_id: int, ids: Sequence[int | None]) -> None:
    """Lets attachments belong to a receipt. Raises NotFound for one that is not there or belongs to something else."""
    subject = f"purchase_receipt:{receipt_id}"
    for attachment_id in sorted({key for key in ids if key is not None}):
        free = select(ATTACHMENT.c.subject).where(ATTACHMENT.c.id == attachment_id)
        if db.scalar(free) != "":
            raise NotFound(kind="attachment", text=str(attachment_id))
        db.execute(update(ATTACHMENT).where(ATTACHMENT.c.id == attachment_id).values(subject=subject))
