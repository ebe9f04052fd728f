"""A service that answers with exactly these bytes, for what no HTTP server would send."""

import socket
import ssl
import threading
from types import TracebackType

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class RawService:
    """A context manager. Each answer is a list of pieces, sent one by one; None ends the
    connection. Answers are given in turn, over whichever connection; the last one for ever."""

    def __init__(self, *answers: list[bytes | None], secure: ssl.SSLContext | None = None) -> None:
        self.connections = 0
        self.heard: list[bytes] = []
        self._answers = list(answers)
        self._secure = secure
        self._server = socket.create_server(("127.0.0.1", 0))

    @property
    def base_url(self) -> str:
        scheme = "https" if self._secure else "http"
        return f"{scheme}://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> "RawService":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with self._secured(connection) as ours:
                while request := ours.recv(65536):
                    self.heard.append(request)
                    for piece in self._next():
                        if piece is None:
                            return
                        ours.sendall(piece)
        except OSError:
            pass  # the other side has had enough

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self._secure is None:
            return connection
        return self._secure.wrap_socket(connection, server_side=True)

    def _next(self) -> list[bytes | None]:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
