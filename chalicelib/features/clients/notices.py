"""E-mails to administrators about agents' bases."""

from chalicelib.base.languages import N_
from chalicelib.messaging.notices import Notice

PROBED = Notice(
    N_("{agent} adds many clients of other agents"),
    (
        N_(
            "Today {agent} has added {added} clients to the own base, and {bound} of them have bought from another "
            "agent. Who adds a person learns that somebody has sold to that person, so a large share can mean that "
            "it is done to find out."
        ),
        N_(
            "It can also be a base of many years that moves in. Ask {agent}. In the settings you choose the share, and "
            "how many clients an agent may add in a day:"
        ),
    ),
    "/console/settings/clients",
)
