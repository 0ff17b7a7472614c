"""Use cases of registrations: the steps of a person, invitations by staff and by the system."""
