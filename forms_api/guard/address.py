"""Whose line a request came over, as far as a limit may know it.

In: REMOTE_ADDR, which the server has already corrected for its declared proxies. Out: one IPv4 address or one IPv6 /64.
The pages import this; it imports the standard library only.
"""

from ipaddress import AddressValueError, IPv4Address, IPv6Address, IPv6Network

UNKNOWN = "unknown"  # all who come without a readable address share one allowance


def client_network(remote: str) -> str:
    """Give the network that is counted as one: an IPv4 address, or the /64 that one IPv6 line has to itself."""
    try:
        return str(IPv4Address(remote))
    except AddressValueError:
        pass
    try:
        address = IPv6Address(remote.partition("%")[0])  # without the name of an interface
    except AddressValueError:
        return UNKNOWN
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, 64), strict=False))
