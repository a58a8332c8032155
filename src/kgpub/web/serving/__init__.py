"""The processes of a server.

::

    kgpub serve (supervisor) ─┬─ engine process ── its workers
                              └─ web (granian) ── its web processes

The supervisor starts the others, starts them again when they die, and moves to a new release on SIGHUP. They die with
it, however it ends.
"""
