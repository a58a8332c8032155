"""The engine of a release that is published from an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.store.remote.control import OwnGraphs
from kgpub.store.remote.credentials import Purpose, credentials
from kgpub.store.remote.endpoint import Endpoint
from kgpub.store.remote.engine import RemoteEngine
from kgpub.store.remote.held import Held
from kgpub.store.remote.scope import ReleaseScope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgpub.store.releases import Release
    from kgpub.store.settings import EngineSettings


def held(release: Release, endpoint: Endpoint) -> Held:
    """Give what makes sure that an endpoint holds a release."""
    return Held(endpoint, OwnGraphs(release.manifest["base"]), dataset=release.manifest["dataset"]["sha256"])


def publishing_endpoint(settings: EngineSettings, environment: Mapping[str, str]) -> Endpoint:
    """Give the endpoint that an archive is published from."""
    return Endpoint(settings.endpoint, credentials(Purpose.PUBLISH, environment))


def release_engine(release: Release, settings: EngineSettings, environment: Mapping[str, str]) -> RemoteEngine:
    """Give the engine that answers for a release from an endpoint."""
    endpoint = publishing_endpoint(settings, environment)
    scope = ReleaseScope(held(release, endpoint), frozenset(release.manifest["graphs"]), settings.default_graph)
    return RemoteEngine(endpoint, scope, settings)
