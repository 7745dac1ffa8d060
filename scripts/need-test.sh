#!/usr/bin/env bash
# Checks that the real servers and the browser that tests use are there, and
# installs what apt-get can install. Quick when everything is there. Nothing is
# started: each test starts its own server on a free port in a temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh

shopt -s nullglob
missing /usr/lib/postgresql/*/bin/postgres postgres -- postgresql
missing /usr/lib/dovecot/imap -- dovecot-imapd
missing /usr/lib/dovecot/lmtp -- dovecot-lmtpd
missing postfix -- postfix
missing chromium -- chromium
missing /usr/share/fonts/truetype/liberation* -- fonts-liberation
missing flock -- util-linux
missing setpriv -- util-linux
install_missing
