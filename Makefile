# Everything from a fresh Debian machine with Swift installed:
#   make demo    a simulated home, live in the terminal
#   make test    builds and tests all of it, with a real broker and real pseudo terminals

PACKAGES := gzip libcurl4-openssl-dev libmosquitto-dev libsqlite3-dev libssl-dev libudev-dev \
            mosquitto mosquitto-clients openssl pkg-config python3 python3-cryptography umockdev
SUDO     := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# A target that imports what it does not declare does not build.
FLAGS    := --explicit-target-dependency-import-check error
SOURCES  := Package.swift Sources Tests

.PHONY: build release demo test lint format captures soak packages

build: packages
	swift build $(FLAGS)

release: packages
	swift build -c release --static-swift-stdlib $(FLAGS) --product kilovakt

demo: release
	.build/release/kilovakt demo

test: packages
	swift test $(FLAGS)

# Layout is swift-format's business, from the toolchain.
lint:
	swift format lint --strict --parallel --recursive $(SOURCES)

format:
	swift format --in-place --parallel --recursive $(SOURCES)

# Writes captures/ anew from the simulator.
captures: release
	captures/generate .build/release/kilovakt

# Two years of a home, minute by minute, through a simulated Kamstrup and a replay; minutes, not seconds.
soak: release
	KILOVAKT_SOAK=1 KILOVAKT=$(CURDIR)/.build/release/kilovakt swift test $(FLAGS) --filter SoakTests

# Installs what is missing, and asks for nothing when all is there.
packages:
	@dpkg-query -W -f '$${Status}\n' $(PACKAGES) 2>/dev/null | grep -c '^install ok installed$$' \
	    | grep -qx $(words $(PACKAGES)) || { \
	    $(SUDO) apt-get update && \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(PACKAGES); }
