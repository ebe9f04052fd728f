"""A door between an installation and its database that can be shut."""

import contextlib
import socket
import threading
from types import TracebackType
from urllib.parse import urlsplit, urlunsplit


class DatabaseDoor:
    """A TCP proxy. Shut, it cuts what is open and refuses what is new."""

    def __init__(self, database_url: str) -> None:
        self._parts = urlsplit(database_url)
        self._listening: socket.socket | None = None
        self._open: list[socket.socket] = []
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]

    @property
    def url(self) -> str:
        """The database's address through this door."""
        login, _at, _place = self._parts.netloc.rpartition("@")
        return urlunsplit(self._parts._replace(netloc=f"{login}@127.0.0.1:{self._port}"))

    def __enter__(self) -> "DatabaseDoor":
        self.unlock()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shut()

    def unlock(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._listen, args=[self._listening], daemon=True).start()

    def shut(self) -> None:
        if self._listening is not None:
            _close(self._listening)
            self._listening = None
        for one in self._open:
            _close(one)
        self._open.clear()

    def _listen(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                inside, _address = listening.accept()
                place = (self._parts.hostname or "127.0.0.1", self._parts.port or 5432)
                outside = socket.create_connection(place)
                self._open += [inside, outside]
                for source, target in ((inside, outside), (outside, inside)):
                    threading.Thread(target=_pump, args=[source, target], daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    _close(source)
    _close(target)


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
