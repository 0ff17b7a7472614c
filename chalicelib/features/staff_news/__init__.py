"""E-mails to the staff about news in a case: photos complete, request undelivered or expired, photos not accepted.

`collecting` makes one item of the outbox for each recipient of untold news, at most once in a quarter of an hour and
case. `mailing` sends one of these, or puts it off for `digest` where a person has had as many as one hour may bring.
`reading` finds the news that is still true.
"""
