import DLMS
import Foundation
import Meters
import TestSupport
import Testing

@Suite("Meter reader")
struct MeterReaderTests {
    private func message(id: String, model: String = "MODEL") -> [UInt8] {
        pushed(
            kamstrupList([
                obis(1, 1, 0, 0, 5) + visibleString(id), obis(1, 1, 96, 1, 1) + visibleString(model),
            ])
        )
    }

    private static let powerOnly = pushed([0x02, 0x01, 0x06, 0, 0, 0x10, 0x15])

    @Test("The identity is remembered, and a message without one does not have it")
    func remembered() {
        var reader = MeterReader()
        let identity = MeterIdentity(
            make: .kamstrup,
            id: "5706567202753025",
            model: "MODEL",
            list: "Kamstrup_V0001"
        )
        #expect(reader.outcomes(of: message(id: identity.id)).first?.reading?.identity == identity)
        let second = reader.outcomes(of: Self.powerOnly).first?.reading
        #expect(second?.identity == nil)
        #expect(second?.powerImportW == 4_117)
        #expect(reader.identity == identity)
    }

    @Test("The same texts again are not made a second time")
    func notMadeAnew() throws {
        func address(_ text: String?) -> UnsafePointer<UInt8>? {
            text?.utf8.withContiguousStorageIfAvailable { $0.baseAddress } ?? nil
        }
        var reader = MeterReader()
        let bytes = message(id: "5706567202753025-long-enough-for-the-heap")
        let first = reader.outcomes(of: bytes).first?.reading?.identity
        let second = reader.outcomes(of: bytes).first?.reading?.identity
        #expect(first == second)
        #expect(address(first?.id) != nil)
        #expect(address(first?.id) == address(second?.id))
    }

    @Test("Another meter's texts take the place of the first's")
    func changed() {
        var reader = MeterReader()
        _ = reader.outcomes(of: message(id: "1"))
        _ = reader.outcomes(of: message(id: "2"))
        #expect(reader.identity?.id == "2")
        _ = reader.outcomes(of: message(id: "2", model: "OTHER"))
        #expect(reader.identity?.model == "OTHER")
    }

    private static let counters = obis(1, 1, 1, 8, 0) + [0x06, 0, 0, 0, 9]

    @Test("A list that says less of the meter than another is of the same meter")
    func saysLess() throws {
        var reader = MeterReader()
        let number = obis(1, 1, 0, 0, 5) + visibleString("42")
        let model = obis(1, 1, 96, 1, 1) + visibleString("MODEL")
        let lists = [[number], [number, model], [number], [Self.counters], [number, Self.counters]]
        let readings = lists.compactMap { reader.outcomes(of: pushed(kamstrupList($0))).first?.reading }
        let ids = readings.map { $0.identity?.id }
        #expect(ids == ["42", "42", "42", nil, "42"])
        #expect(readings.map { $0.identity?.model } == ["", "MODEL", "MODEL", nil, "MODEL"])
    }

    @Test("A meter that never says its number goes by its maker's name, until it does")
    func withoutNumber() {
        var reader = MeterReader()
        func identity(_ pairs: [[UInt8]]) -> String? {
            reader.outcomes(of: pushed(kamstrupList(pairs))).first?.reading?.identity?.id
        }
        #expect(identity([obis(1, 1, 1, 7, 0) + [0x06, 0, 0, 0, 9]]) == nil)
        #expect(identity([Self.counters]) == "Kamstrup")
        #expect(identity([obis(1, 1, 0, 0, 5) + visibleString("42"), Self.counters]) == "42")
        #expect(identity([Self.counters]) == nil)
    }

    @Test("A message that is wrong leaves the identity as it was")
    func wrong() {
        var reader = MeterReader()
        _ = reader.outcomes(of: message(id: "1"))
        let cut = kamstrupList([obis(1, 1, 0, 0, 5) + visibleString("2")]).dropLast()
        #expect(reader.outcomes(of: pushed(Array(cut))) == [.wrong(.valueCutShort)])
        #expect(reader.identity?.id == "1")
    }

    static let ids: [(String, String)] = [
        ("5706567202753025", "5706567202753025"), ("ISK-103.078_a", "ISK-103.078_a"), ("a/b", "a_b"),
        ("../../etc/passwd", "_._.._etc_passwd"), ("+/#", "___"), (".", "_"), ("..", "_."), ("$SYS", "_SYS"),
        ("a b\u{0}c", "a_b_c"), ("målér", "m_l_r"),
        (String(repeating: "7", count: 70), String(repeating: "7", count: 64)),
    ]

    @Test("A meter's number is safe in a topic and as a file's name", arguments: ids)
    func safe(_ id: String, _ expected: String) {
        #expect(MeterIdentity(make: .aidon, id: id, model: "a/b", list: "").id == expected)
        #expect(MeterIdentity(make: .aidon, id: id, model: "a/b", list: "").model == "a/b")
    }

    @Test("A number made safe counts as the same meter the next time")
    func safeAgain() {
        var reader = MeterReader()
        for _ in 0..<2 {
            let identity = reader.outcomes(of: message(id: "12/34")).first?.reading?.identity
            #expect(identity?.id == "12_34")
            #expect(reader.identity == identity)
        }
    }

    @Test("A frame without information is wrong, not a reading")
    func bare() {
        #expect(outcomes(of: Frames.frame(nil)) == [.wrong(.valueCutShort)])
    }
}
