import Foundation
import Glibc
import TestSupport
import Testing

@testable import Ports

/// Where a copy of the tests that runs under umockdev writes what it sees.
private let answerVariable = "KILOVAKT_ADAPTERS_ANSWER"

/// Adapters that are not there, shown to libudev by umockdev (Debian's package `umockdev`).
@Suite("Finding serial adapters", .timeLimit(.minutes(5)))
struct SerialAdapterTests {
    @Test("A USB adapter is found with its stable link, maker, model and driver; a built-in port is none")
    func found() async throws {
        let folder = try Checkout.temporaryFolder()
        let answer = try folder.file("answer")
        let devices = try folder.file("devices", mockedDevices)
        let tests = try #require(target(ofLink: "/proc/self/exe"))
        let probe = """
            \(answerVariable)='\(answer)' exec '\(tests)' --testing-library swift-testing \
            --filter SerialAdapterProbe >/dev/null 2>&1
            """
        let mocked = try await RunningProgram.run(
            URL(filePath: "/usr/bin/umockdev-run"),
            ["--device", devices, "--", "sh", "-c", probe]
        )
        #expect(mocked.code == 0, "needs umockdev-run, of Debian's package umockdev")
        var reader = try CaptureReader(path: answer)
        #expect(
            String(decoding: reader.readAll().chunks.bytes, as: UTF8.self) == """
                /dev/ttyUSB0 | /dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0 | FTDI | FT232R USB UART | ftdi_sio
                auto is /dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0

                """
        )
    }

    @Test("The path that goes into a configuration is the stable link, where there is one")
    func stablePath() {
        #expect(SerialAdapter(path: "/dev/ttyUSB0").stablePath == "/dev/ttyUSB0")
        #expect(
            SerialAdapter(path: "/dev/ttyUSB0", byIDPath: "/dev/serial/by-id/a").stablePath
                == "/dev/serial/by-id/a"
        )
    }

    @Test("Without an adapter, serial:auto says what to do", .enabled(if: listSerialAdapters().isEmpty))
    func noAdapter() async throws {
        var probe = PortProbe(Port(try Source("serial:auto")))
        let error = try await probe.lost()
        #expect(error == .noAdapter)
        #expect(error.description.contains("no USB serial adapter found; plug the adapter in"))
    }
}

/// Runs only in the copy of the tests that `SerialAdapterTests` starts.
@Suite(.enabled(if: getenv(answerVariable) != nil))
struct SerialAdapterProbe {
    @Test("What libudev shows is written down")
    func write() throws {
        let path = String(cString: try #require(getenv(answerVariable)))
        let lines =
            listSerialAdapters().map { adapter in
                [adapter.path, adapter.byIDPath, adapter.vendor, adapter.model, adapter.driver]
                    .map { $0 ?? "nil" }.joined(separator: " | ")
            } + ["auto is \(try SerialDevice.auto.resolve())", ""]
        let file = try #require(fopen(path, "w"))
        #expect(fputs(lines.joined(separator: "\n"), file) >= 0)
        #expect(fclose(file) == 0)
    }
}

/// In umockdev's format: P a device, N its node, S a link to the node, E a property, A an attribute, L a link in sysfs.
private let mockedDevices = """
    P: /devices/pci0000:00/usb1/1-1
    E: DEVTYPE=usb_device
    E: SUBSYSTEM=usb
    A: manufacturer=FTDI
    A: product=FT232R USB UART

    P: /devices/pci0000:00/usb1/1-1/1-1:1.0
    E: DEVTYPE=usb_interface
    E: SUBSYSTEM=usb
    L: driver=../../../../../bus/usb/drivers/ftdi_sio

    P: /devices/pci0000:00/usb1/1-1/1-1:1.0/ttyUSB0
    E: SUBSYSTEM=usb-serial
    L: driver=../../../../../../bus/usb-serial/drivers/ftdi_sio

    P: /devices/pci0000:00/usb1/1-1/1-1:1.0/ttyUSB0/tty/ttyUSB0
    N: ttyUSB0
    S: serial/by-id/usb-FTDI_FT232R_A1-if00-port0
    E: DEVNAME=/dev/ttyUSB0
    E: SUBSYSTEM=tty

    P: /devices/platform/serial8250/tty/ttyS0
    N: ttyS0
    E: DEVNAME=/dev/ttyS0
    E: SUBSYSTEM=tty

    """
