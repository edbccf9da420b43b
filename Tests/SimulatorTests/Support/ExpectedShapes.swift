import Simulator
import Testing

/// How the messages of real meters are built, as `Shape` says it: from the captures named beside each.
enum ExpectedShapes {
    struct Case: Sendable, CustomTestStringConvertible {
        var model: SimulatedModel
        var kind: ListKind = .hourly
        /// The real capture that the shape was taken from, under `captures/real`.
        var capture: String
        /// Whether that capture is an APDU without a frame.
        var isBare = false
        var tokens: [String]

        var testDescription: String { "\(model.rawValue), \(capture)" }
    }

    static let all: [Case] = [
        Case(model: .aidonSweden, capture: "sweden/aidon-long", tokens: aidonSweden),
        Case(model: .kaifaSweden, capture: "sweden/kaifa-annotated", tokens: kaifaSweden("u32")),
        Case(model: .kamstrupSweden, capture: "sweden/kamstrup-long", tokens: kamstrupLong),
        Case(
            model: .kamstrupSweden,
            kind: .instantaneous,
            capture: "sweden/kamstrup-short",
            tokens: kamstrupShort
        ),
        Case(model: .kamstrupSegmented, capture: "norway/kamstrup-list3-a", tokens: kamstrupLong),
        Case(model: .landisGyr, capture: "other/landisgyr-ch-gbt-3frames", tokens: landisGyr),
        Case(
            model: .iskraemeco,
            kind: .instantaneous,
            capture: "other/iskra-si-instant",
            tokens: words("date12 structure(18) octets(16) octets(8) u32*4 u16*6 u32*6")
        ),
        Case(
            model: .iskraemeco,
            capture: "other/iskra-si-energy",
            tokens: words("date12 structure(12) octets(16) octets(8) enum=1 octets(2) u32*8")
        ),
        Case(model: .kaifaAustria, capture: "other/kaifa-at-apdu", isBare: true, tokens: kaifaAustria),
        Case(model: .sagemcomAustria, capture: "other/sagemcom-at-apdu", isBare: true, tokens: sagemcom),
    ]

    // MARK: - One by one

    private static let aidonSweden: [String] = {
        let powers = described([1, 2, 3, 4].map { "1-0:\($0).7.0" }, "u32", 0, [27, 27, 29, 29])
        let phases = described(
            [21, 22, 23, 24, 41, 42, 43, 44, 61, 62, 63, 64].map { "1-0:\($0).7.0" },
            "u32",
            0,
            [27, 27, 29, 29]
        )
        return words("no-date array(27) structure(2) 0-0:1.0.0 octets(12)") + powers
            + described(["1-0:31.7.0", "1-0:51.7.0", "1-0:71.7.0"], "i16", -1, [33])
            + described(["1-0:32.7.0", "1-0:52.7.0", "1-0:72.7.0"], "u16", -1, [35]) + phases
            + described([1, 2, 3, 4].map { "1-0:\($0).8.0" }, "u32", 0, [30, 30, 32, 32])
    }()

    /// - Parameter counter: how its counters are written.
    static func kaifaSweden(_ counter: String) -> [String] {
        words(
            "octets-date12 structure(18) octets(7) octets(16) octets(8) u32*10 octets(12) \(counter)*4"
        )
    }

    static let kamstrupShort = words("date12 structure(25)") + kamstrupList2

    static let kamstrupLong =
        words("date12 structure(35)") + kamstrupList2 + words("0-1:1.0.0 octets(12)")
        + words("1-1:1.8.0 u32 1-1:2.8.0 u32 1-1:3.8.0 u32 1-1:4.8.0 u32")

    private static let kamstrupList2 = words(
        """
        text(14) 1-1:0.0.5 text(16) 1-1:96.1.1 text(18)
        1-1:1.7.0 u32 1-1:2.7.0 u32 1-1:3.7.0 u32 1-1:4.7.0 u32
        1-1:31.7.0 u32 1-1:51.7.0 u32 1-1:71.7.0 u32 1-1:32.7.0 u16 1-1:52.7.0 u16 1-1:72.7.0 u16
        """
    )

    private static let landisGyr: [String] = {
        let objects = [
            "0-8:25.9.0 i8=2", "0-8:25.9.0 i8=1", "0-0:96.1.0 i8=2", "1-0:1.7.0 i8=2", "1-0:2.7.0 i8=2",
            "1-1:1.8.0 i8=2", "1-1:2.8.0 i8=2", "1-1:5.8.0 i8=2", "1-1:6.8.0 i8=2", "1-1:7.8.0 i8=2",
            "1-1:8.8.0 i8=2", "1-0:31.7.0 i8=2", "1-0:51.7.0 i8=2", "1-0:71.7.0 i8=2",
        ]
        return words("date12 structure(14) array(14)")
            + objects.flatMap { words("structure(4) u16 \($0) u16") }
            + words("0-8:25.9.0 octets(8) u32*8 u16*3")
    }()

    private static let kaifaAustria: [String] =
        words("date12 structure(16) 0-0:1.0.0 octets(12)")
        + words("structure(2) 0-0:96.1.0 octets(14) structure(2) 0-0:42.0.0 octets(16)")
        + described(["1-0:32.7.0", "1-0:52.7.0", "1-0:72.7.0"], "u16", -1, [35])
        + described(["1-0:31.7.0", "1-0:51.7.0", "1-0:71.7.0"], "u16", -2, [33])
        + described(["1-0:1.7.0", "1-0:2.7.0"], "u32", 0, [27])
        + described([1, 2, 3, 4].map { "1-0:\($0).8.0" }, "u32", 0, [30, 30, 32, 32])

    private static let sagemcom: [String] = {
        func flat(_ codes: [String], _ width: String, _ scaler: Int, _ unit: Int) -> [String] {
            codes.flatMap { words("\($0) \(width) structure(2) i8=\(scaler) enum=\(unit)") }
        }
        return words("date12 structure(35) octets(12)") + flat(["1-0:1.8.0", "1-0:2.8.0"], "u32", 0, 30)
            + flat(["1-0:1.7.0", "1-0:2.7.0"], "u32", 0, 27)
            + flat(["1-0:32.7.0", "1-0:52.7.0", "1-0:72.7.0"], "u16", -1, 35)
            + flat(["1-0:31.7.0", "1-0:51.7.0", "1-0:71.7.0"], "u16", -2, 33)
            + flat(["1-0:13.7.0"], "u16", -3, 255) + words("octets(12)")
    }()

    // MARK: - Spelling

    /// Tokens apart by white space; `u32*4` is four of them.
    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).flatMap { word -> [String] in
            let parts = word.split(separator: "*")
            guard parts.count == 2, let count = Int(parts[1]) else { return [String(word)] }
            return Array(repeating: String(parts[0]), count: count)
        }
    }

    /// - Parameter units: are used again from the first when they run out.
    private static func described(
        _ codes: [String],
        _ width: String,
        _ scaler: Int,
        _ units: [Int]
    ) -> [String] {
        codes.enumerated().flatMap { index, code in
            let unit = units[index % units.count]
            return words("structure(3) \(code) \(width) structure(2) i8=\(scaler) enum=\(unit)")
        }
    }
}
