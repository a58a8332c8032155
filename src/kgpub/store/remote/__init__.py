"""SPARQL endpoints of others, behind the same contract: an archive published from one, and any that is asked.

::

    caller ◀── frames of the answer ── errand (a thread) ── HTTP ──▶ endpoint
               over a socket pair          reads JSON or N-Triples, writes what was asked for

What an endpoint sends is read and written anew, never passed on as it is. So an answer has the same form whatever the
endpoint's dialect, and one that breaks off, or ends in an error message as if it were a row, is found out.
"""
