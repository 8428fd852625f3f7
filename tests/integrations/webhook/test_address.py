"""Nothing is sent to machines of our own network, whatever they are called."""

from ipaddress import ip_address

import pytest

from integrations.webhook.address import Target, canonical, is_public


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # metadata of most clouds
        "192.0.0.192",  # metadata of Oracle's
        "100.100.100.200",  # metadata of Alibaba's
        "100.64.0.1",
        "0.0.0.0",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:8.8.8.8",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:1::",
        "2001:db8::1",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "3fff::1",
        "5f00::1",
    ],
)
def test_addresses_that_are_not_the_internet_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a02:6b8::2:242"])
def test_addresses_of_the_internet_are_taken(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://Hooks.Example.com/lead?x=1", "hooks.example.com", 443),
        ("https://hooks.example.com.:8443/", "hooks.example.com", 8443),
        ("https://автосалон.рф/заявка", "xn--80aaf1bkdcvh.xn--p1ai", 443),
        ("https://2130706433/", "2130706433", 443),
        ("https://[::1]/", "::1", 443),
    ],
)
def test_a_target_is_named_as_dns_names_it(url: str, host: str, port: int) -> None:
    assert Target.of(url) == Target(host, port)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "//hooks.example.com/",
        "https://",
        "https://user@hooks.example.com/",
        "https://user:word@hooks.example.com/",
        "https://hooks.example.com:70000/",
        f"https://{'x' * 64}.com/",
    ],
)
def test_anything_but_a_plain_https_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Target.of(url)


def test_a_host_is_allowed_by_its_whole_name_and_port() -> None:
    hosts = {canonical("Hooks.example.com"), canonical("crm.example.com:8443")}
    assert Target.of("https://hooks.example.com/any").is_among(hosts)
    assert Target.of("https://crm.example.com:8443/").is_among(hosts)
    for url in (
        "https://example.com/",
        "https://evil.hooks.example.com/",
        "https://hooks.example.com.evil.com/",
        "https://hooks.example.com:8443/",
        "https://crm.example.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
    ):
        assert not Target.of(url).is_among(hosts)
