"""python -m dashboard: serves what is published at HOST and PORT, whatever its visitors do.

The limits stand here, once. HTTP/2 stays off: its half-sent requests outlive their connection.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import socket
import sys
import time
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels, logger
from granian.server import MPServer

from dashboard.serving.site import read_site
from data.errors import AddressUnusable, InputError, SettingUnusable, reason_of_system

if TYPE_CHECKING:
    from dashboard.web.gateway import Gateway

WORKERS = min(max(os.cpu_count() or 2, 2), 8)
CONNECTIONS = 4096  # that a worker holds at once
WAITING = 4096  # that the system holds for us; it may hold fewer
FILES = 256  # that a worker may have open besides
SILENT = 15  # s, after which a connection is closed that has sent no whole head, be it its first or its next
# s, after which the system closes one that has taken nothing of what it asked for, or too little for the next
# piece, which may be 64 kB: readers who sip go too, at some 2 kB a second; those on a slow line don't.
UNREAD = 30
GRACE = 5  # s, that workers are given to end
MEMORY = 1024  # MB, after which a worker is replaced
SHARED = ("dashboard.application", "dashboard.web.traffic", "data.store.frame")  # what workers import
TURN = 0.001  # s, that a thread which is busy makes the one wait that answers out of the cache

_holder: Any = SocketHolder  # whose typing doesn't tell what it is made of


class Server(MPServer):
    """granian, its workers behind one socket: what waits there is answered though one of them dies."""

    _sfd: Any
    _shd: Any

    def __init__(self, listener: socket.socket, connections: int) -> None:
        super().__init__(
            "app:server",
            interface=Interfaces.RSGI,
            workers=WORKERS,
            runtime_blocking_threads=16,
            http=HTTPModes.http1,
            websockets=False,
            backlog=WAITING,
            backpressure=connections,
            http1_settings=HTTP1Settings(header_read_timeout=SILENT * 1000),
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_max_rss=MEMORY,
            workers_kill_timeout=GRACE,
        )
        self.listener = listener
        # Its advice on workers with a socket each, which ours haven't.
        logger.addFilter(lambda record: "tcp_migrate_req" not in record.getMessage())

    def _init_shared_socket(self) -> None:
        self._sfd = self.listener.fileno()
        self._shd = _holder(self._sfd, False, WAITING)
        self._sso = self.listener


def main() -> int:
    """Serve until told to end; return the exit code."""
    try:
        read_site()
        listener = listen(os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8050")
    except InputError as error:
        print(error.say("zh"), error.say("en"), sep="\n", file=sys.stderr)
        return 1
    share()
    Server(listener, connections()).serve(target_loader=load, wrap_loader=False)
    return 0


def share() -> None:
    """Import what workers need once: as forks of this process they share its memory, and start sooner."""
    if sys.platform != "linux":
        return  # elsewhere a fork isn't safe
    from dashboard.serving.memory import settle, share_heaps

    multiprocessing.set_start_method("fork", force=True)
    share_heaps()
    gc.disable()  # what is imported stays: to look for garbage in it takes a tenth of the time
    for name in SHARED:
        import_module(name)
    import_module("dashboard.web.warming").share()
    settle()
    gc.enable()


def connections() -> int:
    """Return how many connections a worker may hold, each with a file, as far as the system allows."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS + FILES
    granted = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if allowed != resource.RLIM_INFINITY and allowed < granted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (granted, most))
    return max((granted - FILES) // 2, 1)


def listen(host: str, port: str) -> socket.socket:
    """Return a socket that listens. Raises SettingUnusable, AddressUnusable."""
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingUnusable(port, name="PORT", example="8050")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, int(port)), family=family, backlog=WAITING)
    except OSError as error:
        raise AddressUnusable(f"{host}:{port}", why=reason_of_system(error)) from error
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD * 1000)
    return listener


def load() -> Gateway:
    """Return what a worker serves; it ends with the process that started it, even if that one is killed."""
    # Imported here, so that whoever starts a server with a setting that can't be is told at once.
    from dashboard.serving.memory import settle
    from dashboard.web.gateway import Gateway
    from dashboard.web.scheduler import answer_first

    Thread(target=_follow, name="following", daemon=True).start()
    sys.setswitchinterval(TURN)
    app = import_module("app")
    app.warm.wait()  # before it is asked for the first page: the others have that ready
    settle()
    gateway = Gateway(app.server)
    answer_first(gateway.answer_cached)
    return gateway


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
