# shellcheck shell=bash
#
# What need-build.sh and need-test.sh share: say what is missing, and install it
# where that is possible. Sourced, not run.
#
#   missing PROGRAM_OR_FILE… -- PACKAGE   note PACKAGE unless one of them is there
#   install_missing                       install what was noted, or say what to do

PATH=$PATH:/usr/local/go/bin:/usr/sbin:/sbin
packages=()

# present is true if one of its words is a program on PATH or a file that exists.
present() {
	local word
	for word in "$@"; do
		if [ -e "$word" ] || command -v "$word" >/dev/null 2>&1; then
			return 0
		fi
	done
	return 1
}

missing() {
	local words=()
	while [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	present "${words[@]}" || packages+=("$2")
}

# refuse ends the script with what the person has to do.
refuse() {
	printf '%s: %s\n' "$(basename "$0")" "$1" >&2
	exit 1
}

# as_root runs a command as root, or fails if that cannot be.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo -- "$@"
	fi
}

install_missing() {
	[ ${#packages[@]} -gt 0 ] || return 0
	local what="missing Debian packages: ${packages[*]}"
	command -v apt-get >/dev/null || refuse "$what (install what your system calls them)"
	if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
		refuse "$what; install them as root: apt-get install --no-install-recommends ${packages[*]}"
	fi
	echo "$(basename "$0"): installing ${packages[*]}"
	quiet_services
	# The lists of packages are fetched only if there are none, or if they are too old.
	apt_install || { as_root apt-get -q update && apt_install; } ||
		refuse "$what; apt-get could not install them, see above"
}

# apt_install takes no other package away: what must give way is for a person to decide.
apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -q -y \
		-o DPkg::Lock::Timeout=900 -o Dpkg::Use-Pty=0 install --no-install-recommends --no-remove "${packages[@]}"
}

# quiet_services keeps the servers that are installed from being started: tests
# start their own. It also answers what packages would ask.
quiet_services() {
	local policy=/usr/sbin/policy-rc.d
	if [ ! -e $policy ]; then
		printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
		as_root chmod 755 $policy
		trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
	fi
	if command -v debconf-set-selections >/dev/null; then
		echo 'postfix postfix/main_mailer_type select No configuration' | as_root debconf-set-selections
	fi
}
