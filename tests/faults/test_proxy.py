"""The proxy of the compose file, run for real in front of a web process: TLS, HTTP/2, what is passed on and what not.

Needs the programs `caddy` and `curl`, which no Python package brings. As root they are installed; elsewhere, without
them, the Caddyfile is only read, by tests/setup/test_compose.py, and pytest says so. In continuous integration (CI is
"true") that is a failure: there nobody reads what was skipped.

What the two pages of its own look like is looked at in tests/browser/test_proxy_pages.py; here, that they are those.
"""

import json
import os
import socket
import ssl
import subprocess
import threading
import warnings

import pytest

from intervisie.dev import programs
from tests.faults import compose
from tests.faults.compose import ROOT
from tests.faults.house import Program, until
from tests.technical import free_port

HTML = "text/html; charset=utf-8"
CANARY = "kanarie-adres-dat-iets-opent"


@pytest.fixture(scope="module", autouse=True)
def programs_are_here():
    missing = [name for name in ("caddy", "curl") if not programs.find(name)]
    if missing:
        leave_out(f"not installed: {', '.join(missing)}")


def leave_out(why):
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)


def page(name):
    return (ROOT / "proxy" / f"{name}.html").read_bytes()


class Proxy:
    def __init__(self, house, *webs):
        self.port, self.plain, self.alive = free_port(), free_port(), free_port()
        self.name = "localhost"
        self.env = {"PATH": os.environ["PATH"], "HOME": str(house.folder), "XDG_DATA_HOME": str(house.folder / "caddy")}
        self.env |= {"BASE_URL": f"https://{self.name}:{self.port}", "PROXY_FILES": str(ROOT / "proxy")}
        self.env |= {"HTTP_PORT": str(self.plain), "ALIVE_PORT": str(self.alive)}
        self.env |= {"WEB": " ".join(f"127.0.0.1:{port}" for port in webs)}
        command = ["caddy", "run", "--config", str(ROOT / "proxy" / "Caddyfile"), "--adapter", "caddyfile"]
        self.program = Program("proxy", command, self.env, house.folder / f"proxy-{self.port}.log")
        house.programs.append(self.program)
        until(lambda: self.healthy() and self.curl("/health/live/")[0], 30, "for the proxy")

    def healthy(self):
        """As the compose file asks."""
        words = [word.replace(":2080", f":{self.alive}") for word in compose.health("proxy")]
        return subprocess.run(words, capture_output=True).returncode == 0

    def speaks(self, version):
        """Whether it agrees on this version of TLS, asked by somebody who takes any cipher."""
        asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        asking.check_hostname, asking.verify_mode = False, ssl.CERT_NONE
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that old ones are old is the question
            asking.minimum_version = asking.maximum_version = version
        asking.set_ciphers("ALL:@SECLEVEL=0")
        try:
            with socket.create_connection((self.name, self.port), timeout=10) as plain:
                asking.wrap_socket(plain, server_hostname=self.name).close()
        except ssl.SSLError:
            return False
        return True

    def curl(self, path, *more, cookie=""):
        """(status, headers, body) over TLS as a browser sees it."""
        words = ["curl", "-sk", "-i", "--http2", "--max-time", "20", f"https://{self.name}:{self.port}{path}", *more]
        words += ["-H", f"Cookie: {cookie}"] if cookie else []
        done = subprocess.run(words, capture_output=True)
        head, _line, body = done.stdout.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin1").split("\r\n")
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        version, _space, status = first.partition(" ")
        headers[":version"] = version
        return int(status.split()[0]) if status else 0, headers, body


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_what_cannot_run_is_left_out_at_home_and_fails_in_ci(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="not installed"):
        leave_out("not installed: caddy")


@pytest.fixture
def web(house, visit):
    started = house.web(ALLOWED_HOSTS="localhost")
    visit(started)
    return started


@pytest.fixture
def proxy(house, web):
    return Proxy(house, web.port)


def test_tls_http_2_and_headers(proxy):
    status, headers, _body = proxy.curl("/")
    assert (status, headers[":version"]) == (200, "HTTP/2")
    assert "server" not in headers
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "default-src 'none'" in headers["content-security-policy"]
    plain = subprocess.run(
        ["curl", "-s", "-o", os.devnull, "-w", "%{http_code} %{redirect_url}", f"http://localhost:{proxy.plain}/x/"],
        capture_output=True,
        text=True,
    ).stdout
    assert plain.startswith("308 https://localhost")
    assert proxy.speaks(ssl.TLSVersion.TLSv1_2) and proxy.speaks(ssl.TLSVersion.TLSv1_3)
    assert not proxy.speaks(ssl.TLSVersion.TLSv1_1)


def test_what_is_compressed(house, proxy):
    """Pages of nobody, not those of who is logged in; style and script come compressed from the application."""
    accepts = ["-H", "Accept-Encoding: zstd, br, gzip"]
    status, headers, page = proxy.curl("/", *accepts)
    assert (status, headers["content-encoding"]) == (200, "zstd")
    bas = f"__Host-sessionid={house.cast['bas']}"
    status, headers, _body = proxy.curl("/vandaag/", *accepts, cookie=bas)
    assert (status, "content-encoding" in headers, headers["cache-control"]) == (200, False, "no-store")
    page = proxy.curl("/")[2].decode()
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _body = proxy.curl(style, *accepts)
    assert (status, headers["content-encoding"]) == (200, "br")
    assert "immutable" in headers["cache-control"]


def test_what_is_asked_from_inside_only(proxy):
    paths = ["/metrics", "/metrics/", "/metrics/x", "/health/ready/", "/health/ready"]
    assert {path: proxy.curl(path)[0] for path in paths} == dict.fromkeys(paths, 404)


def test_the_visitors_own_address_is_what_counts(house, proxy, web):
    """What a visitor claims in X-Forwarded-For is thrown away by the proxy, and one hop is believed."""
    status, _headers, _body = proxy.curl(
        "/health/live/", "-H", "X-Forwarded-For: 6.6.6.6", "-H", "X-Forwarded-Proto: http"
    )
    assert status == 200
    assert proxy.curl("/wie-ziet-wat/", "-H", "X-Forwarded-Proto: http")[0] == 200  # no loop to https


def test_a_stream_is_passed_on_line_by_line(house, proxy, web, visit):
    bas = visit(web, "bas")
    room = f"/bijeenkomst/{house.cast['session']}/kamer/"
    url = bas.get(room).text.split('data-live-url="')[1].split('"')[0].replace("&amp;", "&")
    words = ["curl", "-skN", "--http2", "--max-time", "8", "-H", "Accept-Encoding: gzip, zstd"]
    words += ["-H", f"Cookie: __Host-sessionid={house.cast['bas']}", f"https://localhost:{proxy.port}{url}"]
    stream = subprocess.Popen(words, stdout=subprocess.PIPE)
    heard = []
    listening = threading.Thread(target=lambda: heard.extend(iter(stream.stdout.readline, b"")), daemon=True)
    listening.start()
    until(lambda: b"event: hello\n" in heard, 5, "for the first words")  # not gathered until the end
    anna = visit(web, "anna")
    version = anna.get(room).text.split('name="version" value="')[1].split('"')[0]
    anna.post(f"{room}verder/", version=version)
    until(lambda: any(line.startswith(b"event: hint") for line in heard), 5, "for the hint")
    stream.kill()
    stream.wait()
    listening.join(5)
    stream.stdout.close()


def test_what_is_far_too_large_never_reaches_us(proxy, tmp_path):
    large = tmp_path / "large"
    large.write_bytes(b"x" * 20_000_000)
    sending = ("/taal/", "-X", "POST", "--data-binary", f"@{large}")
    assert proxy.curl(*sending)[0] == 413
    # Over HTTP/2 a curl that is still sending may drop the body that comes together with the reset (error 18).
    status, headers, body = proxy.curl(*sending, "--http1.1")
    assert (status, headers["content-type"], body) == (413, HTML, page("large"))
    assert "server" not in headers
    assert "default-src 'none'" in headers["content-security-policy"]  # said by the proxy, on the way in


def test_away_is_said_in_words_and_the_log_keeps_no_address(house, proxy, web):
    web.kill()
    status, headers, body = proxy.curl(f"/kom-je/{CANARY}/?token={CANARY}", cookie=f"__Host-sessionid={CANARY}")
    assert (status, headers["retry-after"], headers["cache-control"]) == (503, "10", "no-store")
    assert (headers["content-type"], body) == (HTML, page("away"))
    status, _headers, body = proxy.curl("/taal/", "-X", "POST", "--data", "language=en")
    assert (status, body) == (503, page("away"))
    assert "default-src 'none'" in headers["content-security-policy"]
    assert proxy.curl("/away.css")[0] == 200
    said = proxy.program.said()
    assert CANARY not in said
    assert all(json.loads(line) for line in said.splitlines() if line.startswith("{"))


def test_replacing_one_web_process_after_the_other_nobody_notices(house, visit):
    webs = [house.web(ALLOWED_HOSTS="localhost") for _ in range(2)]
    for web in webs:
        visit(web)
    proxy = Proxy(house, *(web.port for web in webs))
    found, stop = [], threading.Event()
    bas = f"__Host-sessionid={house.cast['bas']}"

    def ask():
        while not stop.is_set():
            found.append(proxy.curl("/vandaag/", cookie=bas)[0])

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    try:
        for place, web in enumerate(webs):
            web.end()
            webs[place] = house.web(port=web.port, ALLOWED_HOSTS="localhost")
            visit(webs[place])
    finally:
        stop.set()
        asking.join(30)
    assert len(found) > 5
    assert set(found) == {200}
