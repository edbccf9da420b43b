# Everything from a fresh Debian machine with Swift installed:
#   make demo    a simulated home, live in the terminal
#   make test    builds and tests all of it, with a real broker and real pseudo terminals

PACKAGES := curl gzip libcurl4-openssl-dev libmosquitto-dev libsqlite3-dev libssl-dev libudev-dev \
            mosquitto mosquitto-clients openssl pkg-config python3 python3-cryptography python3-paho-mqtt \
            python3-prometheus-client \
            umockdev
SUDO     := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# A target that imports what it does not declare does not build.
FLAGS    := --explicit-target-dependency-import-check error
SOURCES  := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources \
            Embedded Fuzzing/Package.swift Fuzzing/Sources Fuzzing/Entries

# The optimised C that the decoder is measured against comes from gcc, and SwiftPM compiles C with clang.
YARDSTICKS := Benchmarks/.build/yardsticks/libyardsticks.a
# lld packs the relocations and lays the code out more densely: 3.5 MB less resident. Needs glibc 2.36, Debian 12's.
LINK     := -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs
# Four thousand cases begun at once wait for each other's turns; eight for each core keep it busy. Swift 6.2 has no such bound.
WIDTH     = $(shell swift test --help-hidden | grep -q maximum-parallelization-width && \
                echo --experimental-maximum-parallelization-width $$((8 * $$(nproc))))
# One run of the tests that are built.
RUN_TESTS = timeout --foreground 30m swift test --skip-build $(FLAGS) $(WIDTH)
# Seconds for each of the fuzz targets.
SECONDS  := 60

.PHONY: build release demo test test-busy allocations lint format captures soak embedded bench bench-forecast bench-replay backtest fuzz packages

build: packages
	swift build $(FLAGS)

release: packages
	swift build -c release --static-swift-stdlib $(FLAGS) $(LINK) --product kilovakt

demo: release
	.build/release/kilovakt demo

# Takes minutes; what takes half an hour hangs, and is ended so that the last line says which test it was.
test: packages
	swift build --build-tests $(FLAGS)
	$(RUN_TESTS)

# The tests three times while every core has other work to do; all three have to be green.
test-busy: packages
	swift build --build-tests $(FLAGS)
	.ci/busy sh -c 'for run in 1 2 3; do echo "busy run $$run of 3"; $(RUN_TESTS) || exit 1; done'

# Heap use of a warm decoder, in a release build; fails when there is any.
allocations: packages
	@swift build -c release --static-swift-stdlib --package-path Benchmarks --product CountAllocations $(FLAGS) 1>&2
	@Benchmarks/.build/release/CountAllocations

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

# The decoder against the time that its checksum takes in C, and the way from a port to a subscriber; fails when one is slower than
# its bounds. BENCH="--json --rounds 301" is handed on to both.
bench: $(YARDSTICKS) release
	@swift build -c release --static-swift-stdlib --package-path Benchmarks -Xlinker -L$(CURDIR)/$(dir $(YARDSTICKS)) \
	    --product DecoderBenchmark $(FLAGS) 1>&2
	@Benchmarks/.build/release/DecoderBenchmark $(BENCH)
	@Benchmarks/latency .build/release/kilovakt $(BENCH)

$(YARDSTICKS): Benchmarks/Sources/CYardsticks/yardsticks.c Benchmarks/Sources/CYardsticks/yardsticks.h
	@mkdir -p $(dir $@)
	@gcc -O3 -std=gnu17 -Wall -Wextra -Werror -c $< -o $(@:.a=.o)
	@ar rcs $@ $(@:.a=.o)

# What a message costs in the ledger, with forecast and learning; fails above 50 µs.
bench-forecast:
	@swift build -c release --static-swift-stdlib --package-path Benchmarks --product ForecastBenchmark $(FLAGS) 1>&2
	@Benchmarks/.build/release/ForecastBenchmark $(BENCH)

# How good the forecast is over two years of a home, and whether that is as good as promised; ../shared holds the home.
backtest: release
	gzip -dc ../shared/household/minutes.csv.gz | .build/release/kilovakt backtest --load -
	KILOVAKT_BACKTEST=1 KILOVAKT=$(CURDIR)/.build/release/kilovakt swift test $(FLAGS) --filter BacktestTests

# A million and ten million messages through the whole pipeline; takes about 3 GB of disk for a minute or two.
bench-replay: release
	@Benchmarks/replay .build/release/kilovakt $(BENCH)

# Each fuzz target for so many seconds; fails when one finds something, and keeps what it found in Fuzzing/FailCases.
fuzz: packages
	Fuzzing/run $(SECONDS)

# DLMS and Meters as Embedded Swift, built for bare metal and run on the captures: docs/embedded.md.
embedded: PACKAGES += gcc-aarch64-linux-gnu gcc-arm-none-eabi libc6-dev-arm64-cross libnewlib-arm-none-eabi \
                      qemu-system-arm qemu-user-static
embedded: packages
	Embedded/run

# Installs what is missing, and asks for nothing when all is there.
packages:
	@dpkg-query -W -f '$${Status}\n' $(PACKAGES) 2>/dev/null | grep -c '^install ok installed$$' \
	    | grep -qx $(words $(PACKAGES)) || { \
	    $(SUDO) apt-get update && \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(PACKAGES); }
