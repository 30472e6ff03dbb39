"""Who shares an address on the internet."""

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(address: str) -> str:
    """Who shares one budget: an IPv4 address, or the /64 one subscriber gets of IPv6."""
    try:
        host = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(host, IPv6Address):
        return str(host.ipv4_mapped or ip_network((int(host), 64), strict=False))
    return str(host)
