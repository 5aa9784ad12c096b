"""The board."""

from typing import Any

from services.tasks.board import board
from services.tasks.schemas import BoardArgs, BoardOut
from shared import clock
from shared.api import Routes
from shared.resources import Rendered
from shared.tokens import OPERATOR

routes = Routes("board", "Tablero: lo urgente, lo que está en preparación y lo de hoy.")


@routes.get("/board", role=OPERATOR)
@routes.arguments(BoardArgs, location="query")
@routes.response(200, BoardOut)
def show_board(args: dict[str, Any]) -> Rendered:
    """The open tasks, counted; and the first urgent ones, ones in preparation and ones for today."""
    return board(args, clock.now())
