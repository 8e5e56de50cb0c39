"""Connections to the very address that was checked, so that a name cannot change in between."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError, NewConnectionError

Resolve = Callable[[str, int], Sequence[str]]


class PinnedAdapter(HTTPAdapter):
    """A transport of `requests` that asks a policy for the addresses of every host.

    A host is resolved once for a connection, by the policy, and the connection goes to an address
    that it returned; the certificate is checked against the name. Connections to a proxy do not
    pass here.

    Args:
        resolve: Returns the addresses of a host and port that may be asked.
    """

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections, which are ours."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._resolve)


def _pools(resolve: Resolve) -> dict[str, Any]:
    class PinnedConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, super()._new_conn, resolve)

    class PinnedSecureConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, super()._new_conn, resolve)

    class Pool(HTTPConnectionPool):
        ConnectionCls = PinnedConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = PinnedSecureConnection

    return {"http": Pool, "https": SecurePool}


def _connect(
    connection: HTTPConnection, connect: Callable[[], socket.socket], resolve: Resolve
) -> socket.socket:
    """Connect to the first address of the connection's host that answers."""
    name = connection.host
    try:
        addresses = resolve(name, connection.port)
    except socket.gaierror as error:
        raise NameResolutionError(name, connection, error) from error
    except (OSError, UnicodeError) as error:
        raise NewConnectionError(connection, f"{name} is no host") from error
    for number, address in enumerate(addresses):
        connection.host = address
        try:
            return connect()
        except NewConnectionError:
            if number == len(addresses) - 1:
                raise
        finally:
            connection.host = name
    raise NewConnectionError(connection, f"{name} has no address")
