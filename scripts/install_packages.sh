#!/usr/bin/env bash
# Installs Debian packages whose programs are missing: `install_packages.sh chromium postgresql`.
# Without root or apt-get it ends with the one command to type.
set -euo pipefail
exec 1>&2

is_there() {
    case $1 in
    chromium) [ -n "$(type -P chromium chromium-browser google-chrome || true)" ] ;;
    postgresql) type -P initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
    *) false ;;
    esac
}

missing=()
for package in "$@"; do
    is_there "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

# Chromium draws no letters without a font.
case " ${missing[*]} " in *" chromium "*) missing+=(fonts-liberation) ;; esac

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing on this machine: ${missing[*]}. Please type:"
    echo "  sudo apt-get update && sudo apt-get install -y ${missing[*]}"
    exit 1
fi
echo "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
