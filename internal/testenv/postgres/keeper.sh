#!/bin/sh
# Keeps one PostgreSQL server for all test programs of one user: runs it until
# nobody has held the lease for IDLE seconds, then stops it and removes its files.
#
#   keeper.sh LEASE FOLDER IDLE COMMAND…
#
# A test program holds a shared lock on LEASE as long as it lives; the kernel
# gives it back however the program ends. So nothing is left behind by a kill -9.
set -u
lease=$1 folder=$2 idle=$3
shift 3

"$@" &
server=$!
trap 'kill -INT $server' INT TERM

unused=0
while kill -0 $server 2>/dev/null; do
	sleep 1
	if ! flock --nonblock --exclusive "$lease" true; then
		unused=0
		continue
	fi
	unused=$((unused + 1))
	[ "$unused" -ge "$idle" ] || continue

	# Whoever comes now waits for this lock, and then finds the server gone.
	exec 9>>"$lease"
	flock --nonblock --exclusive 9 || { exec 9>&-; unused=0; continue; }
	kill -INT $server
	wait $server
	rm -rf "$folder" "$folder.log"
	exit
done
wait $server # it ended by itself: the log says why
rm -rf "$folder"
