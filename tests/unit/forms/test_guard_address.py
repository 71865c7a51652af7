"""What a limit counts as one line."""

from ipaddress import IPv6Address

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from forms_api.guard.address import UNKNOWN, client_network


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::FFFF:cb00:7107", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::6", "2001:db8:1:3::/64"),  # the negative control: the neighbour is somebody else
        ("203.0.113.8", "203.0.113.8"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
    ],
)
def test_an_address_is_counted_by_its_line(remote: str, network: str) -> None:
    assert client_network(remote) == network


@pytest.mark.parametrize("remote", ["", "localhost", "203.0.113", "203.0.113.07", "203.0.113.7:80", "[::1]", "-", "\0"])
def test_what_is_no_address_is_unknown(remote: str) -> None:
    assert client_network(remote) == UNKNOWN


@given(some.text())
def test_nothing_that_anybody_writes_there_breaks_it(remote: str) -> None:
    assert client_network(remote)


@given(some.integers(0, 2**128 - 1), some.integers(0, 2**64 - 1))
def test_a_line_cannot_step_out_of_its_own_64(first: int, step: int) -> None:
    address, moved = IPv6Address(first), IPv6Address(first >> 64 << 64 | step)
    assume(not (address.ipv4_mapped or moved.ipv4_mapped))
    assert client_network(str(moved)) == client_network(str(address))
