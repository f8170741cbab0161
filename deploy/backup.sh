#!/usr/bin/env bash
# A copy of the database into a folder, while the bot runs; copies older than KEEP_DAYS are removed.
#
#   deploy/backup.sh FOLDER              a plain installation: the settings of /etc/jxc-bot.env (or ENV_FILE)
#   deploy/backup.sh --compose FOLDER    the database of deploy/compose.yaml
#
# With AGE_RECIPIENT set the copy is encrypted for it with age. Run it every night, and try a restore now and then.
set -euo pipefail
umask 077

compose=no
if [[ ${1:-} == --compose ]]; then
	compose=yes
	shift
fi
folder=${1:?usage: backup.sh [--compose] FOLDER}
keep=${KEEP_DAYS:-30}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
file=$folder/jxc-$(date -u +%Y%m%dT%H%M%SZ).backup

mkdir -p "$folder"
trap 'rm -f "$file.part"' EXIT
if [[ $compose == yes ]]; then
	docker compose -f "$here/compose.yaml" exec -T database \
		pg_dump --username=jxc --dbname=jxc --format=custom --no-owner >"$file.part"
	mv "$file.part" "$file"
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
	"$program" backup "$file"
fi
if [[ -n ${AGE_RECIPIENT:-} ]]; then
	age --encrypt --recipient "$AGE_RECIPIENT" --output "$file.age" "$file"
	rm "$file"
fi
find "$folder" -maxdepth 1 -name 'jxc-*.backup*' -mtime "+$keep" -delete
ls -l "$folder" | tail -1
