#!/bin/sh
# Sees to the system packages that pip cannot bring.
# Installs what is missing with apt, as root or through sudo; elsewhere prints the one command that does, and fails.
#
#   requirements/system.sh python PYTHON    a Python 3.11 or newer that can make virtual environments
#   requirements/system.sh pango PYTHON     the libraries that WeasyPrint loads (PYTHON: one that has WeasyPrint)
#   requirements/system.sh gates            Java, Node, Chromium, LibreOffice, Poppler and unzip, for the tests marked so
set -eu

PANGO_APT="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf 'coopdocs: %s\n' "$*" >&2; }

found() { command -v "$1" >/dev/null 2>&1; }

stop_with() {
    say "$1 is missing. Install it with this command, then run make again:"
    printf '\n    %s\n\n' "$2" >&2
    exit 1
}

# install WHAT APT-PACKAGES DNF-PACKAGES BREW-ARGUMENTS
install() {
    apt_options="--yes --no-install-recommends"
    if found apt-get; then
        if [ "$(id -u)" = 0 ]; then
            as_root=""
        elif found sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
            as_root="sudo"
        else
            stop_with "$1" "sudo apt-get update && sudo apt-get install $apt_options $2"
        fi
        say "$1 is missing: installing $2 (this can take some minutes)"
        # An update that fails for one source need not matter: the installation tells.
        $as_root apt-get update -qq || true
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 $apt_options $2 >/dev/null
    elif found dnf; then
        stop_with "$1" "sudo dnf install $3"
    elif found brew; then
        stop_with "$1" "brew install $4"
    else
        stop_with "$1" "(the packages of your system that Debian calls) $2"
    fi
}

can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

can_lay_out() {
    "$1" -W ignore -c 'import sys; from weasyprint.text.ffi import harfbuzz_subset as lib; sys.exit(lib is None)' >/dev/null 2>&1
}

# Pango is asked for in the same breath: a machine without the one most often lacks the other, and one command is enough.
need_python() {
    if ! found "$1"; then
        install "Python" "python3 python3-venv $PANGO_APT" "python3 pango" "python pango"
    fi
    if ! "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        say "$1 is $("$1" --version 2>&1), and coopdocs needs Python 3.11 or newer. Name another one: make PYTHON=python3.13"
        exit 1
    fi
    can_make_venv "$1" || install "Python's venv module" "python3-venv $PANGO_APT" "python3 pango" "python pango"
    can_make_venv "$1" || {
        say "$1 still cannot make virtual environments. Name a Python that can: make PYTHON=/usr/bin/python3"
        exit 1
    }
}

need_pango() {
    can_lay_out "$1" || install "Pango" "$PANGO_APT" "pango" "pango"
    can_lay_out "$1" || {
        say "WeasyPrint still does not start. It says:"
        "$1" -c 'import weasyprint' || true
        exit 1
    }
}

need_gates() {
    apt="" dnf="" brew=""
    # On macOS /usr/bin/javac is there without a Java behind it: only running it tells.
    javac -version >/dev/null 2>&1 || { apt="$apt default-jdk-headless" dnf="$dnf java-latest-openjdk-devel" brew="$brew openjdk"; }
    found node || { apt="$apt nodejs" dnf="$dnf nodejs" brew="$brew node"; }
    found npm || { apt="$apt npm" dnf="$dnf npm"; }
    found chromium || found chromium-browser || found google-chrome || [ -d "/Applications/Chromium.app" ] ||
        [ -d "/Applications/Google Chrome.app" ] || { apt="$apt chromium" dnf="$dnf chromium" brew="$brew chromium"; }
    found soffice || found libreoffice || [ -d "/Applications/LibreOffice.app" ] || {
        apt="$apt libreoffice-writer-nogui libreoffice-calc-nogui"
        dnf="$dnf libreoffice-writer libreoffice-calc" brew="$brew libreoffice"
    }
    found pdftoppm || { apt="$apt poppler-utils" dnf="$dnf poppler-utils" brew="$brew poppler"; }
    found unzip || { apt="$apt unzip" dnf="$dnf unzip" brew="$brew unzip"; }
    [ -z "$apt" ] || install "What the marked tests need" "${apt# }" "${dnf# }" "${brew# }"
}

case "${1-}" in
    python) need_python "$2" ;;
    pango) need_pango "$2" ;;
    gates) need_gates ;;
    *) say "usage: $0 python PYTHON | pango PYTHON | gates"; exit 2 ;;
esac
