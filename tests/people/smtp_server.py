#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Waarborg authors
# SPDX-License-Identifier: EUPL-1.2
"""smtp_server.py FOLDER [--password PASSWORD] [--tls CERTIFICATE KEY] [--from-start]

A real mail server for the tests, on a free port of every address of this computer. It prints the port, and then a line for
each mail that it has, before it says so to the sender. A mail is kept in FOLDER as NUMBER.eml as it came, and as
NUMBER.txt as a mail program reads it. What it does depends on the first word of the recipient:

  refuse  refused for good            later   refused for now, the first time
  full    refused for good, once it has been read
  busy    the server closes           slow    kept, and half a second later said so
"""
import argparse
import email
import email.policy
import logging
import pathlib
import ssl
import sys
import time
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

# What clients do wrong is what is tested.
logging.disable()
warnings.simplefilter("ignore")

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--password")
parser.add_argument("--tls", nargs=2)
parser.add_argument("--from-start", action="store_true")
given = parser.parse_args()


class Handler:
    number = 0
    seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        word = address.split("-")[0].split("@")[0]
        if word == "refuse":
            return "550 5.1.1 no such mailbox"
        if word == "busy":
            return "421 4.3.2 closing"
        if word == "later" and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Handler.number += 1
        path = given.folder / f"{Handler.number:04}"
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = read.get_content().replace("\r\n", "\n")
        lines = [f"envelope: {envelope.mail_from} {' '.join(envelope.rcpt_tos)}"]
        lines += [f"{name.lower()}: {value}" for name, value in read.items()]
        lines += [f"defects: {len(read.defects)}", "", text]
        path.with_suffix(".eml").write_bytes(envelope.content)
        path.with_suffix(".txt").write_text("\n".join(lines), encoding="utf-8")
        print(Handler.number, flush=True)
        word = envelope.rcpt_tos[0].split("-")[0].split("@")[0]
        if word == "full":
            return "552 5.2.2 the mailbox is full"
        if word == "slow":
            time.sleep(0.5)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    sound = isinstance(data, LoginPassword) and data.password.decode() == given.password
    return AuthResult(success=sound, handled=False)


class Server(Controller):
    def factory(self):
        return SMTP(
            self.handler,
            hostname="mail.test",
            data_size_limit=1 << 20,
            enable_SMTPUTF8=False,
            tls_context=context if context and not given.from_start else None,
            authenticator=authenticate if given.password else None,
            auth_required=bool(given.password),
            auth_require_tls=False,
        )

    def _trigger_server(self):
        """Connects, as it waits for; the port is not the one that was asked for."""
        self.port = self.server.sockets[0].getsockname()[1]
        self.hostname = "127.0.0.1"
        super()._trigger_server()


context = None
if given.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*given.tls)

server = Server(Handler(), hostname="0.0.0.0", port=0, ssl_context=context if given.from_start else None)
server.start()
print(server.port, flush=True)
sys.stdin.read()  # until whoever started it is gone
server.stop()
