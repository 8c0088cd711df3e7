"""A small client of the language server protocol: enough to open a document and ask about it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

_WAIT = 30.0


class LanguageServer:
    """One server over its standard streams."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            [*command, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        self._folder = folder
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._published: dict[str, list[dict[str, Any]]] = {}
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        self.ask("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})

    def __enter__(self) -> LanguageServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is self._process.stdout:
                self._process.kill()
                self._process.wait()
                self._reader.join(5)
            if stream is not None:
                stream.close()

    def open(self, name: str, text: str) -> str:
        """Open a document; give its address."""
        address = (self._folder / name).as_uri()
        document = {"uri": address, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return address

    def completions(self, address: str, line: int, column: int) -> list[dict[str, Any]]:
        """Ask what could be written at a place, counted from 0."""
        found = self.ask("textDocument/completion", _at(address, line, column))
        return found["items"] if isinstance(found, dict) else found or []

    def hover(self, address: str, line: int, column: int) -> str:
        """Ask what is told of the word at a place."""
        found = self.ask("textDocument/hover", _at(address, line, column))
        return str(found["contents"]["value"]) if found else ""

    def faults(self, address: str) -> list[dict[str, Any]]:
        """Wait for what is wrong with a document."""
        until = time.monotonic() + _WAIT
        while address not in self._published and time.monotonic() < until:
            self._handle(self._next(until))
        return self._published.pop(address)

    def ask(self, method: str, parameters: object) -> Any:
        """Send a request and wait for its answer."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": parameters})
        until = time.monotonic() + _WAIT
        while True:
            message = self._next(until)
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._handle(message)

    def tell(self, method: str, parameters: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": parameters})

    def _handle(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:  # the server asks for settings, which are all left as they are
            items = message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": None if items is None else [_setting(one) for one in items]})

    def _next(self, until: float) -> dict[str, Any]:
        return self._messages.get(timeout=max(0.1, until - time.monotonic()))

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not line:
                return
            self._messages.put(json.loads(stream.read(length)))


def _at(address: str, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": address}, "position": {"line": line, "character": column}}


def _setting(item: dict[str, Any]) -> dict[str, Any]:
    """Give the settings of one section: nothing from the network, everything else as it comes."""
    if item.get("section") != "yaml":
        return {}
    return {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
