#!/usr/bin/env python3
"""A small hub for the HTTP peers: keeps what is posted, on disk before it answers; gives out what lies there.

http_sink.py FOLDER PORT [TLSFOLDER]
"""
import http.server
import os
import ssl
import sys

folder, port = sys.argv[1], int(sys.argv[2])


class Hub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is one write
    disable_nagle_algorithm = True

    def give(self, code, body):
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def path_here(self):
        return os.path.join(folder, os.path.basename(self.path))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(self.path_here() + ".part", "wb") as f:
            f.write(body)
            f.flush()
            os.fdatasync(f.fileno())
        os.rename(self.path_here() + ".part", self.path_here())
        self.give(201, b'{"status":"diterima"}')

    def do_GET(self):
        with open(self.path_here(), "rb") as f:
            self.give(200, f.read())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("0.0.0.0", port), Hub)
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3] + "/chain.pem", sys.argv[3] + "/leaf.key")
    # The handshake belongs to the connection's thread, not to the one that accepts.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
