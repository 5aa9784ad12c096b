"""The vertical packs that a branch may have."""

from typing import Any

from services.identity import packs
from services.identity.api.routes import routes
from services.identity.schemas import PackListOut
from shared.problems import language
from shared.tokens import OPERATOR


@routes.get("/packs", role=OPERATOR)
@routes.response(200, PackListOut)
def list_packs() -> dict[str, Any]:
    """What each pack says; the labels in the language of the answer."""
    return {"items": packs.in_language(language()), "next_cursor": None}
