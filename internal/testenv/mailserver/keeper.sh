#!/bin/sh
# Runs a server until standard input ends, which it does however the test
# program ends; then stops it and whatever it left running.
#
#   keeper.sh COMMAND…      or without a command: keeper.sh --remove FOLDER
set -u
if [ "$1" = --remove ]; then
	cat >/dev/null
	for try in 1 2 3 4 5 6 7 8 9 10; do
		sleep 0.3 # the servers are being stopped at the same time
		rm -rf "$2" 2>/dev/null
		[ -e "$2" ] || exit 0
	done
	exit 1
fi

setsid "$@" </dev/null & # a session of its own: some servers signal their whole group
server=$!
(while kill -0 $server 2>/dev/null; do sleep 0.2; done; kill -TERM $$ 2>/dev/null) &
watcher=$!
trap 'exit 1' TERM # the server ended by itself: its log says why
cat >/dev/null
trap - TERM
kill $watcher 2>/dev/null
kill -TERM $server 2>/dev/null
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	kill -0 $server 2>/dev/null || break
	sleep 0.1
done
kill -s KILL -- -$server 2>/dev/null
wait $server 2>/dev/null
exit 0
