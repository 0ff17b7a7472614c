"""Open WebSockets of the emulator, closed when it is asked to end.

Since Python 3.12 a server waits for each open connection, without end. A forgotten tab would keep the emulator
until it is killed after a minute, and its last changes would be lost. Runs in the emulator's environment.
Nothing of this project can be imported here; `gateway` is ministack's services.apigateway.
"""

import asyncio
from typing import Any

#: Seconds in which functions hear of the ends of their sockets.
SECONDS = 2.0
_LOOK = 0.05


async def close_sockets(gateway: Any) -> None:
    """Close all sockets, and wait until their ends are told, or two seconds."""
    waiting = [each["close_event"] for each in gateway._ws_connections.values()]
    for each in waiting:
        each.set()
    for _ in range(int(SECONDS / _LOOK) if waiting else 0):
        await asyncio.sleep(_LOOK)
