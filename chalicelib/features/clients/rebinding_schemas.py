"""HTTP bodies of moving clients to another agent."""

from pydantic import Field

from chalicelib.base.formats import Identifier
from chalicelib.features.clients.schemas import Reason
from chalicelib.http.bodies import Body


class CloseContestBody(Body):
    """The reason for leaving a client with its agent; it is kept."""

    reason: Reason


class RebindBody(Body):
    """The agent to whose base a client moves, and the reason; it is kept."""

    agent_id: Identifier | None = Field(
        examples=["d6a0c1f2-7b1e-4c55-9a51-0d4f1c7e2b10"],
        description="The agent; null: the organisation's own base. The present one closes the matter of a "
        "client who contests it",
    )
    reason: Reason
    merge: bool = Field(
        default=False,
        description="Merge cards that the base has of this person. Their facts fill gaps only. Of two cards the one "
        "that a sale binds stays.",
    )


class MoveBaseBody(Body):
    """The agent whose clients all move, the one who gets them, and the reason; it is kept with each client."""

    former_agent_id: Identifier
    agent_id: Identifier | None
    reason: Reason
