# Sourced. Finds node and npm, or installs Debian's; npm is never installed beside a foreign node.
if ! command -v node >/dev/null && ! command -v npm >/dev/null; then
    echo nodejs npm | tr ' ' '\n' > build/node.packages 2>/dev/null || { mkdir -p build; printf 'nodejs\nnpm\n' > build/node.packages; }
    need ../../build/node.packages
elif ! command -v npm >/dev/null; then
    if dpkg -S "$(readlink -f "$(command -v node)")" >/dev/null 2>&1; then
        mkdir -p build; echo npm > build/node.packages
        need ../../build/node.packages
    else
        die "node is here without npm, and it is not Debian's; please install npm with that node"
    fi
fi
