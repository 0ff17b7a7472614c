"""E-mails to administrators and agents about agents' bases."""

from chalicelib.base.languages import N_
from chalicelib.identity.administrators import find_member
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

#: To the agent whose base a client leaves, and to the one whose base it enters.
LEFT = Notice(
    N_("{client} is no longer in your base"),
    (
        N_("An administrator has moved {client} out of your base."),
        N_("You don't see this client any more. If you have a question about it, ask an administrator. Your clients:"),
    ),
    "/console/clients",
    why=N_("You get this e-mail as an agent of {account}, because this client was in your base."),
)
ENTERED = Notice(
    N_("{client} is in your base now"),
    (
        N_("An administrator has moved {client} to your base."),
        N_("From now on you are the one who looks after this client. All that is known of the client is here:"),
    ),
    "/console/clients/{client_id}",
    why=N_("You get this e-mail as an agent of {account}, because this client is in your base now."),
)

#: To administrators: no name in it, the page has it.
CONTESTED = Notice(
    N_("A client contests who is their agent"),
    (
        N_("A client was told who their agent is, and says that this is not right."),
        N_(
            "Ask the client and the agent. Then move the client to another agent, or close the matter with a reason. "
            "The client's page:"
        ),
    ),
    "/console/clients/{client_id}",
)

#: To the agents of a base that moved as a whole.
ALL_LEFT = Notice(
    N_("Your clients were moved to another base"),
    (
        N_("An administrator has moved clients out of your base: {count}."),
        N_("If you have a question about it, ask an administrator. Your clients:"),
    ),
    "/console/clients",
    why=N_("You get this e-mail as an agent of {account}."),
    recipient=find_member,
)
ALL_ENTERED = Notice(
    N_("Your base has new clients"),
    (
        N_("An administrator has moved clients of another base to yours: {count}."),
        N_("From now on you are the one who looks after them. Those that changed last are at the top of this list:"),
    ),
    "/console/clients?order=recent",
    why=N_("You get this e-mail as an agent of {account}."),
    recipient=find_member,
)
