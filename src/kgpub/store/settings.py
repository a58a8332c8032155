"""What an archive may set about its engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class EngineSettings:
    """The section `[engine]` of kgpub.toml. The `help` of a field is its documentation.

    Numbers are limits that the service description publishes, unless `is_limit` says that they are none. The last word
    of a name is the unit, `per` what it is divided by.
    """

    kind: Literal["embedded", "remote"] = field(
        default="embedded",
        metadata={"help": "embedded: processes of this server evaluate queries; remote: the endpoint named below"},
    )
    endpoint: str = field(
        default="",
        metadata={"help": "with kind = remote: address of the SPARQL endpoint to publish from", "form": "endpoint"},
    )
    update: str = field(
        default="",
        metadata={"help": "address at which `kgpub load` sends that endpoint SPARQL updates", "form": "endpoint"},
    )
    graph_store: str = field(
        default="",
        metadata={
            "help": "its address of the Graph Store Protocol; where it has one, `kgpub load` is faster",
            "form": "endpoint",
        },
    )
    store: Literal["auto", "memory", "disk"] = field(
        default="auto",
        metadata={"help": "memory: fastest, about 420 bytes a quad; disk: opened in 50 ms; auto: memory_quads decides"},
    )
    memory_quads: int = field(
        default=2_000_000,
        metadata={"help": "with store = auto, archives of up to this many quads live in memory", "is_limit": False},
    )
    public_workers: int = field(default=2, metadata={"help": "processes that answer /sparql"})
    workers_per_client: int = field(
        default=0,
        metadata={"help": "public workers that one client may have at once; 0: all but one, at least one"},
    )
    page_workers: int = field(
        default=2,
        metadata={"help": "processes that answer for pages and documents; no public query can take them"},
    )
    queue_length: int = field(
        default=32,
        metadata={"help": "public queries that may wait for a worker; beyond it, who has most waiting gets 503"},
    )
    query_kilobytes: int = field(
        default=1024, metadata={"help": "size of the largest query that is read, in KiB; a larger one gets 413"}
    )
    deadline_seconds: float = field(
        default=30.0,
        metadata={"help": "time for the work up to an answer's first byte, and CPU time for all of it"},
    )
    memory_megabytes: int = field(
        default=1024, metadata={"help": "memory that one query may allocate beyond the store itself"}
    )
    stall_seconds: float = field(
        default=30.0,
        metadata={"help": "how long a reader may take nothing of an answer before it is broken off"},
    )
    slowest_reader_kilobytes: int = field(
        default=32,
        metadata={
            "help": "KiB a second that a reader must take, once a worker waited stall_seconds for it",
            "per": "s",
        },
    )
    default_graph: Literal["union", "none"] = field(
        default="union",
        metadata={"help": "what a query without FROM sees outside GRAPH: all graphs, or nothing"},
    )
