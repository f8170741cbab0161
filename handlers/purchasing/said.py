"""What a supplier has said to the lines of an order, and what of it is still to be decided."""

from collections.abc import Sequence

from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.purchase import PurchaseLine
from models.purchase_answer import AnswerKind, AnswerState, SupplierAnswer


def live_answers(db: Session, order_id: int) -> dict[int, SupplierAnswer]:
    """The answer that holds for each line: given or agreed, not superseded and not rejected."""
    query = select_rows(SupplierAnswer).where(col(SupplierAnswer.order_id) == order_id)
    query = query.where(col(SupplierAnswer.state).in_((AnswerState.GIVEN, AnswerState.ACCEPTED)))
    return {answer.line_id: answer for answer in db.exec(query.order_by(col(SupplierAnswer.id)))}


def differing(answers: dict[int, SupplierAnswer]) -> list[SupplierAnswer]:
    """The answers a buyer still has to decide on."""
    return [a for a in answers.values() if a.state == AnswerState.GIVEN and a.kind != AnswerKind.ACCEPT]


def open_lines(lines: Sequence[PurchaseLine], answers: dict[int, SupplierAnswer]) -> list[PurchaseLine]:
    """The lines that are waited for and have no answer."""
    return [line for line in lines if line.outstanding > 0 and line.id not in answers]
