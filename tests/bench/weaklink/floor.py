#!/usr/bin/env python3
"""The floor for one TCP stream: exactly the bytes that must cross, and an answer of 32 bytes.

floor.py serve FOLDER DOWN_BYTES    floor.py up|down HOST BYTES
"""
import os
import socket
import struct
import sys
import threading

PORT = 7000


def read(s, count):
    left = count
    while left:
        got = s.recv(min(65536, left))
        if not got:
            raise EOFError
        left -= len(got)


def answer(s, down_bytes):
    with s:
        try:
            head = s.recv(5, socket.MSG_WAITALL)
            direction, size = struct.unpack("!BI", head)
            if direction == 1:
                read(s, size)
                s.sendall(os.urandom(32))
            else:
                s.sendall(os.urandom(down_bytes))
                read(s, 32)
        except (EOFError, OSError, struct.error):
            pass


def main(what, where, size):
    if what == "serve":
        listening = socket.create_server(("0.0.0.0", PORT))
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=answer, args=(connection, int(size)), daemon=True).start()
    with socket.create_connection((where, PORT), timeout=30) as s:
        s.settimeout(300)
        size = int(size)
        if what == "up":
            s.sendall(struct.pack("!BI", 1, size) + os.urandom(size))
            read(s, 32)
        else:
            s.sendall(struct.pack("!BI", 2, size))
            read(s, size)
            s.sendall(os.urandom(32))


main(*sys.argv[1:])
