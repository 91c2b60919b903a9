"""Where it happens: the application with the settings of production and the demonstration, behind TLS of its own."""

import base64
import datetime
import ipaddress
import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench._process import Program, until
from bench.outside import tools
from intervisie.dev.environment import ROOT, Trouble

HERE = Path(__file__).parent
NAME = "localhost"
DAYS = datetime.timedelta(days=2)


@dataclass
class Certificates:
    """An authority of our own and what it signed. Whoever is to believe it is told so by name."""

    folder: Path
    spki: str = ""  # how Chromium is told
    ca: Path = field(init=False)
    key: Path = field(init=False)
    cert: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.ca, self.key, self.cert = (self.folder / name for name in ("ca.pem", "key.pem", "cert.pem"))
        authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root = _signed("Intervisie outside", authority, by=("Intervisie outside", authority), ca=True)
        leaf = _signed(NAME, own, by=("Intervisie outside", authority), ca=False)
        self.ca.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        self.cert.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        self.key.write_bytes(own.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
        info = serialization.PublicFormat.SubjectPublicKeyInfo
        public = own.public_key().public_bytes(serialization.Encoding.DER, info)
        self.spki = base64.b64encode(sha256(public).digest()).decode()

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.ca))


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, *, by: tuple[str, ec.EllipticCurvePrivateKey], ca: bool
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    issuer, signing = by
    made = x509.CertificateBuilder(
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - DAYS,
        not_valid_after=now + DAYS,
    ).add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    names = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    return made.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(signing, hashes.SHA256())


@dataclass
class Site:
    """Something to look at from outside: `url`, and `port` of the plain door that only redirects."""

    url: str
    plain: int
    secrets: Certificates

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@contextmanager
def behind_tls(upstream: int, https: int, secrets: Certificates, log: Path) -> Iterator[Site]:
    """The proxy in front of whatever listens on `upstream`."""
    plain = free_port()
    told = {"key": str(secrets.key), "cert": str(secrets.cert), "https": https, "http": plain, "to": upstream}
    proxy = Program([tools.node(), str(HERE / "proxy.mjs"), json.dumps(told)], log=log)
    proxy.start()
    try:
        wait(proxy, https)
        yield Site(f"https://{NAME}:{https}", plain, secrets)
    finally:
        proxy.stop()


@contextmanager
def ours(data: Path, secrets: Certificates) -> Iterator[Site]:
    """The application: made ready in development (the demonstration is refused elsewhere), served as in production."""
    ready = [sys.executable, "-m", "intervisie.dev.ready"]
    subprocess.run(ready, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    inside, https = free_port(), free_port()
    earnest = {
        "INTERVISIE_DEVELOPMENT": "",
        "DJANGO_SETTINGS_MODULE": "bench.outside.settings",
        "BASE_URL": f"https://{NAME}:{https}",
        "EMAIL_URL": f"filemail:///{data / 'mail'}",
        "DEFAULT_FROM_EMAIL": "Intervisie <no-reply@intervisie.example>",
        "TRUSTED_PROXIES": "1",
        "CONTACT": "mailto:veilig@intervisie.example",
    }
    with ExitStack() as stack:
        web = [sys.executable, "-m", "intervisie.serve", "--port", str(inside)]
        server = Program(web, log=data / "web.log", more=earnest)
        server.start()
        stack.callback(server.stop)
        wait(server, inside)
        site = stack.enter_context(behind_tls(inside, https, secrets, data / "proxy.log"))
        try:
            yield site
        except BaseException:
            print("\n".join(server.log.read_text(errors="replace").splitlines()[-6:]), file=sys.stderr)
            raise


@contextmanager
def broken(secrets: Certificates, log: Path) -> Iterator[Site]:
    """The pages with everything wrong, served by what knows no header."""
    inside = free_port()
    static = [
        sys.executable,
        "-m",
        "http.server",
        str(inside),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(HERE / "broken"),
    ]
    server = Program(static, log=log)
    server.start()
    try:
        wait(server, inside)
        with behind_tls(inside, free_port(), secrets, log) as site:
            yield site
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait(program: Program, port: int) -> None:
    """Until it answers; when it has ended instead, what it said."""
    until(lambda: _answers(port) or not program.runs, f"{program.command[-1]} does not answer on {port}")
    if not program.runs:
        raise Trouble(program.log.read_text(errors="replace")[-2000:])


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def environment_of(secrets: Certificates) -> dict[str, str]:
    """For Node's programs: they believe our authority, and call nobody else."""
    return {**os.environ, "NODE_EXTRA_CA_CERTS": str(secrets.ca)}
