#!/usr/bin/env bash
# The database from a backup, in place of what is there. Stop the bot first.
#
#   deploy/restore.sh FILE              a plain installation: the settings of /etc/jxc-bot.env (or ENV_FILE)
#   deploy/restore.sh --compose FILE    the database of deploy/compose.yaml
#
# A file that ends in .age is decrypted with AGE_IDENTITY (a key file). The books are proved afterwards.
set -euo pipefail
umask 077

compose=no
if [[ ${1:-} == --compose ]]; then
	compose=yes
	shift
fi
file=${1:?usage: restore.sh [--compose] FILE}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [[ $file == *.age ]]; then
	plain=$(mktemp)
	trap 'rm -f "$plain"' EXIT
	age --decrypt --identity "${AGE_IDENTITY:?the key file that the backup was encrypted for}" --output "$plain" "$file"
	file=$plain
fi
if [[ $compose == yes ]]; then
	run=(docker compose -f "$here/compose.yaml")
	"${run[@]}" stop bot
	"${run[@]}" exec -T database pg_restore --list <"$file" >/dev/null
	"${run[@]}" exec -T database psql --username=jxc --dbname=jxc --quiet \
		--command='DROP SCHEMA public CASCADE' --command='CREATE SCHEMA public'
	"${run[@]}" exec -T database pg_restore --username=jxc --dbname=jxc --no-owner \
		--exit-on-error --single-transaction <"$file"
	"${run[@]}" run --rm bot migrate
	"${run[@]}" run --rm bot check
	"${run[@]}" start bot
else
	environment=${ENV_FILE:-/etc/jxc-bot.env}
	if [[ -r $environment ]]; then
		set -a
		# shellcheck disable=SC1090
		source "$environment"
		set +a
	fi
	# Where deploy/jxc-bot.service has them.
	if [[ -z ${JXC_DATA_DIR:-} && -d /var/lib/jxc-bot ]]; then
		export JXC_DATA_DIR=/var/lib/jxc-bot
	fi
	program=${JXC_BOT:-$(command -v /opt/jxc-bot/bin/jxc-bot || echo jxc-bot)}
	"$program" restore --force "$file"
	"$program" check
fi
