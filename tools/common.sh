# What tools/run, tools/test and tools/flatpak share: the packages they need and the build folder.
# Sourced, with $top set to the project's folder.

say () { printf '%s\n' "$*" >&2; }
fail () { say "${0##*/}: $*"; exit 1; }

as_root () {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo > /dev/null; then sudo "$@"
  else fail "needs root or sudo for: $*"; fi
}

# packages_of NAME: the Debian packages in the README's block marked <!-- packages: NAME -->.
# The README is the one list; a package that it does not name is not installed.
packages_of () {
  awk -v mark="<!-- packages: $1 -->" '
    $0 == mark { found = 1; next }
    found && /^```/ { if (inside) exit; inside = 1; next }
    found && inside { gsub (/sudo apt(-get)? install( --no-install-recommends)?|\\/, ""); print }
  ' "$top/README.md"
}

# install_packages NAME...: what is missing of those blocks, on Debian and its children. Elsewhere
# the build says itself what it lacks, and the README names the packages.
install_packages () {
  command -v apt-get > /dev/null && command -v dpkg-query > /dev/null || return 0
  local package missing=()
  for package in $(for name in "$@"; do packages_of "$name"; done); do
    case $(dpkg-query -W -f '${Status}' "$package" 2> /dev/null) in
      *' installed') ;;
      *) missing+=("$package") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get -q update > /dev/null || fail "the package lists could not be read"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qy -o Dpkg::Use-Pty=0 install \
    --no-install-recommends "${missing[@]}" > /dev/null || fail "packages could not be installed"
}

# build FOLDER [MESON OPTION...]
build () {
  local folder=$1; shift
  if [ -e "$folder/build.ninja" ]; then
    meson configure "$folder" "$@" > /dev/null
  else
    meson setup "$folder" "$top" "$@" > "$folder.log" 2>&1 || { cat "$folder.log" >&2; fail "meson setup failed"; }
    rm -f "$folder.log"
  fi
  ninja -C "$folder" > "$folder/build.log" 2>&1 || { tail -n 60 "$folder/build.log" >&2; fail "the build failed"; }
}
