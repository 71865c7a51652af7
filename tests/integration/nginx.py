"""The shipped web server in a process of its own: deploy/nginx.conf with only the operator's lines changed.

In: an empty folder, the build folder, the service's port. Out: a running `WebServer` to ask and to read the logs of.
Tests and `bench.slow_clients` import this.
"""

import contextlib
import grp
import os
import pwd
import random
import shutil
import socket
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).parent.parent.parent
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
HOST = "sf.example.gov.cn"
MARK = "# 按实际改"
PATIENCE = 20  # seconds
# What a test changes besides the operator's lines: no other place may be written by a user who is not root.
TEMPORARY = "".join(f" {kind}_temp_path {{0}}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))


class NginxFailed(Exception):
    """It did not start; the message is what it said."""


@dataclass(frozen=True)
class Answer:
    """What came back; `headers` in the order and the number in which they came, names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def all(self, name: str) -> list[str]:
        """Give the values of every header of that name."""
        return [value for found, value in self.headers if found == name.lower()]


@dataclass(frozen=True)
class WebServer:
    """A running nginx; `context` trusts its certificate."""

    process: "subprocess.Popen[str]"
    folder: Path
    plain: int
    encrypted: int
    context: ssl.SSLContext

    def line(self, *, source: str = "127.0.0.1", encrypted: bool = True, timeout: float = PATIENCE) -> socket.socket:
        """Open a connection from one of this machine's own addresses."""
        port = self.encrypted if encrypted else self.plain
        target = "::1" if ":" in source else "127.0.0.1"
        opened = socket.create_connection((target, port), timeout=timeout, source_address=(source, 0))
        return self.context.wrap_socket(opened, server_hostname=HOST) if encrypted else opened

    def ask(
        self,
        path: str,
        body: bytes | None = None,
        *,
        method: str = "",
        headers: Mapping[str, str] | None = None,
        source: str = "127.0.0.1",
        encrypted: bool = True,
        timeout: float = PATIENCE,
    ) -> Answer:
        """Send one request over a connection of its own."""
        connection = HTTPConnection(HOST)
        connection.sock = self.line(source=source, encrypted=encrypted, timeout=timeout)
        port = self.encrypted if encrypted else self.plain
        said = {"Host": f"{HOST}:{port}", **(headers or {})}
        try:
            connection.request(method or ("GET" if body is None else "POST"), path, body, said)
            return answer_of(connection.getresponse())
        finally:
            connection.close()

    def processes(self) -> list[int]:
        """Give the ids of the master and its workers."""
        workers = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, workers)]

    def stop(self) -> str:
        """End it; give everything that stands in its logs and what it printed."""
        self.process.terminate()
        printed, _ = self.process.communicate(timeout=PATIENCE)
        return printed + "".join(file.read_text() for file in sorted((self.folder / "logs").iterdir()))


def answer_of(response: HTTPResponse) -> Answer:
    """Read a response to its end."""
    headers = tuple((name.lower(), value) for name, value in response.getheaders())
    return Answer(response.status, headers, response.read())


def nginx_program() -> str | None:
    """Find nginx; Debian keeps it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def start_nginx(folder: Path, build: Path, service: int, changes: Mapping[str, str] | None = None) -> WebServer:
    """Start it on free ports in front of 127.0.0.1:`service`; `changes` replace further words; raises NginxFailed."""
    for name in ("logs", "tls"):
        (folder / name).mkdir(parents=True)
    context = make_certificate(folder / "tls")
    plain, encrypted = free_ports()
    words = {**operators_words(folder, build, service, plain, encrypted), **(changes or {})}
    configuration = folder / "nginx.conf"
    configuration.write_text(replaced(CONFIGURATION.read_text(encoding="utf-8"), words), encoding="utf-8")
    command = [nginx_program() or "nginx", "-e", "stderr", "-p", str(folder), "-c", str(configuration)]
    process = subprocess.Popen(
        [*command, "-g", "daemon off;"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    said = ""
    for line in process.stdout:  # it opens its ports before it starts workers
        said += line
        if "start worker process " in line:
            return WebServer(process, folder, plain, encrypted, context)
    process.communicate(timeout=PATIENCE)
    raise NginxFailed(said)


def operators_words(folder: Path, build: Path, service: int, plain: int, encrypted: int) -> dict[str, str]:
    """Give what an operator would change: every word stands in a line of the file that is marked so, or is a port."""
    user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    return {
        "user www-data;": f"user {user} {group};",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "error_log /var/log/nginx/error.log warn;": "error_log stderr notice;",
        "/var/log/nginx/mingfa": f"{folder}/logs/mingfa",
        "client_body_temp_path /run/mingfa-body;": f"client_body_temp_path {folder}/body;" + TEMPORARY.format(folder),
        "/etc/mingfa/tls/": f"{folder}/tls/",
        "/usr/share/mingfa/errors/": f"{ROOT}/deploy/errors/",
        "/srv/mingfa/build": str(build),
        "127.0.0.1:8000": f"127.0.0.1:{service}",
        "https://sf.example.gov.cn": f"https://{HOST}:{encrypted}",
        "listen 80 ": f"listen {plain} ",
        "listen [::]:80 ": f"listen [::]:{plain} ",
        "listen 443 ": f"listen {encrypted} ",
        "listen [::]:443 ": f"listen [::]:{encrypted} ",
    }


def replaced(text: str, words: Mapping[str, str]) -> str:
    """Replace each word, which must be there."""
    for word, instead in words.items():
        assert word in text, f"deploy/nginx.conf has no {word!r} any more"
        text = text.replace(word, instead)
    return text


def free_ports() -> tuple[int, int]:
    """Find two ports that nobody uses, below those that the system gives to whoever connects."""
    found: list[int] = []
    for port in random.sample(range(15_000, 32_000), 200):
        with contextlib.suppress(OSError), socket.socket() as tried:
            tried.bind(("", port))
            found.append(port)
        if len(found) == 2:
            return found[0], found[1]
    raise NginxFailed("no free port")


def make_certificate(folder: Path) -> ssl.SSLContext:
    """Write a key and its own certificate; give what trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return ssl.create_default_context(cafile=folder / "fullchain.pem")
