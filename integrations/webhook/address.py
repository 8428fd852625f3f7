"""Which machines a request may go to: named in the settings, and outside our own network."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

HTTPS = 443
#: Global unicast is all of IPv6 that is the internet.
_INTERNET = ipaddress.ip_network("2000::/3")
#: Parts of it that lead back into IPv4 or nowhere, and IPv4's own odd corners (192.0.0.192 is a cloud's metadata).
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        ("2001::/23", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4"),
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL points."""

    #: As DNS and certificates spell it.
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Self:
        """Raises ValueError for anything but a plain https address."""
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
            raise ValueError(f"{url} is not a plain https address")
        return cls(canonical(parts.hostname), parts.port or HTTPS)

    def is_among(self, hosts: Collection[str]) -> bool:
        """`hosts` are canonical names, or name:port where the port is not HTTPS's own."""
        return (f"{self.host}:{self.port}" if self.port != HTTPS else self.host) in hosts


def canonical(host: str) -> str:
    """Lower case, no last dot, Cyrillic names as DNS has them; raises ValueError."""
    name, separator, port = host.strip().lower().partition(":")
    if separator and not port.isdigit():
        # An IPv6 address; nobody has a reason to name one.
        return host.strip().lower()
    try:
        return name.rstrip(".").encode("idna").decode("ascii") + separator + port
    except UnicodeError as error:
        raise ValueError(f"{host} is no host name") from error


def is_public(address: Address) -> bool:
    """Whether an address is on the internet: not private, link-local, metadata, or IPv4 in disguise."""
    if any(address in network for network in _NOT_PUBLIC if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _INTERNET:
        return False
    return address.is_global and not address.is_multicast


async def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of a host by the system's resolver; raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
