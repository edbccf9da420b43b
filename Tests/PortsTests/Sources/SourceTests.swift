import Broker
import Testing

@testable import Ports

@Suite("Sources, as the configuration writes them")
struct SourceTests {
    @Test(
        "A source's text says what is read",
        arguments: [
            ("serial:auto", .serial(.auto, SerialSettings())),
            (
                "serial:/dev/ttyUSB0",
                .serial(.path("/dev/ttyUSB0"), SerialSettings(baud: 2400, parity: .auto))
            ),
            (
                "serial:/dev/a?baud=115200&parity=none",
                .serial(.path("/dev/a"), SerialSettings(baud: 115_200, parity: .fixed(.none)))
            ),
            ("serial:/dev/a?parity=even", .serial(.path("/dev/a"), SerialSettings(parity: .fixed(.even)))),
            ("serial:/dev/a?parity=auto&baud=9600", .serial(.path("/dev/a"), SerialSettings(baud: 9600))),
            ("serial:auto?parity=odd", .serial(.auto, SerialSettings(parity: .fixed(.odd)))),
            ("tcp://amsleser.local:23", .tcp(host: "amsleser.local", port: 23)),
            ("tcp://[fe80::1]:65535", .tcp(host: "fe80::1", port: 65_535)),
            ("mqtt://tibber/pulse", .mqtt(topic: "tibber/pulse", broker: nil)),
            ("mqtt:///tibber", .mqtt(topic: "/tibber", broker: nil)),
            (
                "mqtt://10.0.0.5:1883/ams/data",
                .mqtt(topic: "ams/data", broker: BrokerAddress(host: "10.0.0.5", port: 1_883))
            ),
            (
                "mqtts://[fe80::1]:8884/a",
                .mqtt(topic: "a", broker: BrokerAddress(host: "fe80::1", port: 8_884, usesTLS: true))
            ),
            (
                "mqtts://broker.example:8883/a:b/c",
                .mqtt(
                    topic: "a:b/c",
                    broker: BrokerAddress(host: "broker.example", port: 8_883, usesTLS: true)
                )
            ),
            ("file:/tmp/a b?c.txt", .file(path: "/tmp/a b?c.txt")),
            ("file:-", .file(path: "-")),
        ] as [(String, Source)]
    )
    func good(text: String, source: Source) throws {
        #expect(try Source(text) == source)
        #expect(try Source(source.description) == source)
    }

    @Test(
        "What is wrong in a source's text is named, with what is allowed",
        arguments: [
            ("", .noScheme),
            ("/dev/ttyUSB0", .noScheme),
            ("usb:1", .unknownScheme("usb")),
            ("SERIAL:auto", .unknownScheme("SERIAL")),
            ("mqtt:meter", .notATopic("meter")),
            ("mqtt://", .notATopic("")),
            ("mqtt://tibber/#", .notATopic("tibber/#")),
            ("mqtt://host:1883/+", .notATopic("+")),
            ("mqtt://host:1883", .noBroker),
            ("mqtts://host", .noBroker),
            ("mqtts://:8883/a", .noBroker),
            (
                "mqtt://host:0/a",
                .badValue(key: "port", value: "0", allowed: "a whole number from 1 to 65535")
            ),
            ("simulator:kamstrup", .notAPort("simulator")),
            ("serial:", .deviceNotAPath("")),
            ("serial:ttyUSB0", .deviceNotAPath("ttyUSB0")),
            ("serial:/", .deviceNotAPath("/")),
            ("serial:auto?speed=2400", .unknownKey("speed", allowed: "baud and parity")),
            ("serial:auto?", .unknownKey("", allowed: "baud and parity")),
            ("serial:auto?baud=2400&baud=9600", .repeatedKey("baud")),
            (
                "serial:auto?parity=mark",
                .badValue(key: "parity", value: "mark", allowed: "even, odd, none or auto")
            ),
            ("tcp:host:23", .noHostAndPort),
            ("tcp://host", .noHostAndPort),
            ("tcp://:23", .noHostAndPort),
            ("tcp://[::1]", .noHostAndPort),
            ("tcp://[::1:23", .noHostAndPort),
            ("tcp://fe80::1:23", .addressWithoutBrackets),
            ("tcp://h:0", .badValue(key: "port", value: "0", allowed: "a whole number from 1 to 65535")),
            (
                "tcp://h:65536",
                .badValue(key: "port", value: "65536", allowed: "a whole number from 1 to 65535")
            ),
            ("tcp://h:+23", .badValue(key: "port", value: "+23", allowed: "a whole number from 1 to 65535")),
            (
                "tcp://h:23/x",
                .badValue(key: "port", value: "23/x", allowed: "a whole number from 1 to 65535")
            ),
            ("file:", .noPath),
        ] as [(String, SourceError.Reason)]
    )
    func bad(text: String, reason: SourceError.Reason) {
        #expect(throws: SourceError(text: text, reason: reason)) { try Source(text) }
    }

    @Test("A broker's default port is TLS's") func defaultPort() throws {
        let broker = BrokerAddress(host: "b.example", port: 8_883, usesTLS: true)
        #expect(try Source("mqtts://b.example/a/b") == .mqtt(topic: "a/b", broker: broker))
    }

    @Test(
        "A password in an address is refused, and not repeated",
        arguments: [
            "mqtt://me:hunter2@host:1883/a", "mqtts://hunter2@host/a",
            "mqtt://host:1883/a?user=me&password=hunter2",
        ]
    )
    func login(text: String) {
        let message = message(text) ?? ""
        #expect(message.contains("user: and password: beside source:"))
        #expect(!message.contains("hunter2"))
    }

    @Test("An error reads as a sentence")
    func messages() {
        #expect(
            message("serial:auto?baud=1234")
                == "source \"serial:auto?baud=1234\": baud \"1234\" is not allowed; give one of 300, 600, 1200, 2400,"
                + " 4800, 9600, 19200, 38400, 57600, 115200"
        )
        #expect(
            message("usb:1")
                == "source \"usb:1\": unknown kind \"usb:\"; allowed are serial:auto, serial:/dev/…, tcp://host:port,"
                + " mqtt://topic or file:PATH"
        )
        #expect(
            message("serial:auto?speed=1")
                == "source \"serial:auto?speed=1\": unknown key \"speed\"; allowed are baud and parity"
        )
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try Source(text)
            return nil
        } catch {
            return error.description
        }
    }
}
