"""Oxigraph in processes of its own, which the kernel ends when a query goes too far.

::

    web process ──connects──▶ engine process (dispatcher) ──hands the connection──▶ worker
         ▲                    holds the store, forks                                 │
         └───────────────────────────── frames of the answer ◀───────────────────────┘
"""
