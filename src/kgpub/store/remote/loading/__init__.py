"""Bringing a release to an endpoint, so that it can be published from there.

::

    units ── what changed? ──▶ probe ──▶ mark ──▶ write, read back, compare ──▶ remove what is gone ──▶ sign
             (control graph)            (control)   each unit                                        (control)
"""
