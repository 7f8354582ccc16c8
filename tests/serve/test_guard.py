"""Who is answered: names, origins, tokens, paths and ranges, without a server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.serve.guard import Guard, asked_path, byte_range, is_loopback

HERE = Guard("127.0.0.1", 8000, "secret")
EVERYWHERE = Guard("0.0.0.0", 8000, "secret")


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_the_names_of_this_machine_are_answered(host: str) -> None:
    assert HERE.knows([host])


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:80", "localhost:8001", "evil.example:8000", "localhost.evil.example:8000", "127.0.0.1.evil.example:8000", "192.168.0.9:8000",
     "localhost:8000@evil.example", "localhost:8000,evil.example", "[::1:8000", "::1:8000", "", " localhost:8000", "localhost:08000000", "ⅼocalhost:8000"],
)  # fmt: skip
def test_any_other_name_or_port_is_not(host: str) -> None:
    assert not HERE.knows([host])


def test_a_request_without_a_name_or_with_two_is_not_answered() -> None:
    assert not HERE.knows([]) and not HERE.knows(["localhost:8000", "localhost:8000"])


def test_a_port_that_browsers_leave_out_may_be_left_out() -> None:
    assert Guard("127.0.0.1", 80, "").knows(["localhost"])


def test_bound_to_a_name_it_may_be_called_by_that_name_alone() -> None:
    bound = Guard("desk.office.example", 8000, "")
    assert bound.knows(["desk.office.example:8000"]) and not bound.knows(["other.office.example:8000"]) and not bound.knows(["192.168.0.9:8000"])


def test_bound_to_every_address_it_may_be_called_by_any_address_but_by_no_name() -> None:
    assert EVERYWHERE.knows(["192.168.0.9:8000"]) and not EVERYWHERE.knows(["evil.example:8000"])


@pytest.mark.parametrize(
    ("bind", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.8.8", True), ("0.0.0.0", False), ("desk", False)],
)
def test_an_address_is_this_machine_alone_or_it_is_not(bind: str, loopback: bool) -> None:
    assert is_loopback(bind) is loopback


def test_the_stream_is_for_pages_of_this_server_that_have_its_token() -> None:
    assert HERE.trusts(["http://localhost:8000"], "same-origin", "secret")
    assert HERE.trusts([], None, "secret")


@pytest.mark.parametrize(
    "origin",
    ["https://localhost:8000", "http://evil.example", "http://localhost:8001", "null", "http://localhost:8000/", "localhost:8000"],
)
def test_no_other_origin_may_open_the_stream(origin: str) -> None:
    assert not HERE.trusts([origin], "same-origin", "secret")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_nor_one_that_the_browser_calls_another_site(site: str) -> None:
    assert not HERE.trusts([], site, "secret")


@pytest.mark.parametrize("token", ["", "Secret", "secret ", "秘密"])
def test_nor_one_without_the_token(token: str) -> None:
    assert not HERE.trusts([], "same-origin", token)


@pytest.mark.parametrize(
    ("target", "path"),
    [("/a/?q=1", "/a/"), ("/a%2Fb", "/a/b"),
     ("/%252e%252e/", "/%2e%2e/"), ("/%E6%94%BF/", "/政/"), ("/政/".encode().decode("latin-1"), "/政/"), ("/a#b", "/a")],
)  # fmt: skip
def test_a_path_is_decoded_once(target: str, path: str) -> None:
    assert asked_path(target) == path


@pytest.mark.parametrize("target", ["", "*", "a", "http://evil.example/", "/%ff", "/%c0%ae%c0%ae/"])
def test_what_is_no_path_names_nothing(target: str) -> None:
    assert asked_path(target) is None


@given(st.text())
def test_any_text_is_a_path_or_none(target: str) -> None:
    path = asked_path(target)
    assert path is None or path.startswith("/")


@pytest.mark.parametrize(
    ("asked", "given_"), [("bytes=0-3", (0, 3)), ("bytes=4-", (4, 9)), ("bytes=-3", (7, 9)), ("bytes=8-99", (8, 9)), ("bytes=-99", (0, 9))]
)
def test_a_range_is_cut_to_the_file(asked: str, given_: tuple[int, int]) -> None:
    assert byte_range(asked, 10) == given_


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"])
def test_a_range_of_another_form_is_ignored(asked: str) -> None:
    assert byte_range(asked, 10) is None


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_beyond_the_file_is_told_apart(asked: str) -> None:
    with pytest.raises(ValueError):
        byte_range(asked, 10)
