import Civil
import Meters
import Simulator
import TestSupport
import Testing

@Suite("Simulated faults", .ownThread)
struct FaultTests {
    /// Lists as they were sent, from two minutes before 16:00 of a January day.
    private func lists(_ faults: String, _ model: SimulatedModel = .aidon, hours: Int = 4) throws
        -> [MeterValues]
    {
        let start = utc("15:58:00")
        let list = try FaultList(faults, start: start, model: model, hasArrivalTimes: true)
        var meter = try SimulatedMeter(
            model: model,
            load: SimulatedMeterTests.Constant(value: 3_600),
            from: start,
            calendar: .oslo,
            energyWh: 100_000,
            encipher: FakeCipher.encipher,
            faults: list
        )
        var found: [MeterValues] = []
        while case let message = meter.next(), message.time < start.adding(seconds: Int64(hours) * 3_600) {
            if message.kind == .hourly { found.append(message.values) }
        }
        return found
    }

    /// When each came after 16:00, in seconds, what its clock said then, and its counter.
    private func shown(_ faults: String, _ model: SimulatedModel = .aidon) throws -> [[Int]] {
        try lists(faults, model).map { list in
            let clock = list.clock.map { Int($0.milliseconds(since: utc("16:00:00")) / 1_000) } ?? -1
            return [Int(list.time.milliseconds(since: utc("16:00:00")) / 1_000), clock, list.energyWh]
        }
    }

    static let rows: [(faults: String, lists: [[Int]])] = [
        (
            "noise",
            [
                [10, 10, 100_120], [3_610, 3_610, 103_720], [7_210, 7_210, 107_320],
                [10_810, 10_810, 110_920],
            ]
        ),
        (
            "repeated-list@+1h",
            [[10, 10, 100_120], [3_610, 10, 100_120], [7_210, 7_210, 107_320], [10_810, 10_810, 110_920]]
        ),
        ("missing-list@2026-01-15T17:00Z/x2", [[10, 10, 100_120], [10_810, 10_810, 110_920]]),
        ("no-list@+1h/2h", [[10, 10, 100_120], [10_810, 10_810, 110_920]]),
        (
            "late-list@+1h=150s",
            [
                [10, 10, 100_120], [3_750, 3_750, 103_720], [7_210, 7_210, 107_320],
                [10_810, 10_810, 110_920],
            ]
        ),
        (
            "frozen-register@+1h2m/2h",
            [
                [10, 10, 100_120], [3_610, 3_610, 103_720], [7_210, 7_210, 103_720],
                [10_810, 10_810, 110_920],
            ]
        ),
        (
            "register-reset@+2h",
            [[10, 10, 100_120], [3_610, 3_610, 103_720], [7_210, 7_210, 120], [10_810, 10_810, 3_720]]
        ),
        (
            "register-fall@+2h=5000",
            [
                [10, 10, 100_120], [3_610, 3_610, 103_720], [7_210, 7_210, 102_320],
                [10_810, 10_810, 105_920],
            ]
        ),
        (
            "register-jump@+2h=150000",
            [
                [10, 10, 100_120], [3_610, 3_610, 103_720], [7_210, 7_210, 257_320],
                [10_810, 10_810, 260_920],
            ]
        ),
        (
            "other-meter@+2h",
            [[10, 10, 100_120], [3_610, 3_610, 103_720], [7_210, 7_210, 120], [10_810, 10_810, 3_720]]
        ),
        // The meter's own 16:00 is at 16:20.
        (
            "wrong-clock=-20m",
            [
                [1_210, 10, 101_320], [4_810, 3_610, 104_920], [8_410, 7_210, 108_520],
                [12_010, 10_810, 112_120],
            ]
        ),
        (
            "unset-clock@+1h/1h",
            [[10, 10, 100_120], [3_610, -1, 103_720], [7_210, 7_210, 107_320], [10_810, 10_810, 110_920]]
        ),
    ]

    @Test("What the lists say", arguments: rows)
    func list(row: (faults: String, lists: [[Int]])) throws {
        #expect(try shown(row.faults) == row.lists)
    }

    @Test("Registers in every message are of now, with a clock of now")
    func always() throws {
        let lists = try lists("registers-always", .kamstrup, hours: 1)
        #expect(lists.count == 361)
        #expect(lists.allSatisfy { $0.clock == $0.time })
        #expect(lists.first { $0.time == utc("16:10:00") }?.energyWh == 100_720)
    }

    @Test(
        "Each model that can show a fault is still read to the bit, and the others say why not",
        arguments: SimulatedModel.allCases
    )
    func everyModel(model: SimulatedModel) throws {
        let start = Simulated.summer
        for name in FaultName.allCases {
            let text =
                "\(name.rawValue)@+0s\(Self.value[name] ?? "")\(name == .signedPower ? ",production" : "")"
            guard let list = try? FaultList(text, start: start, model: model, hasArrivalTimes: true) else {
                #expect(Self.impossible[name]?.contains(model) ?? false, "\(text)")
                continue
            }
            #expect(!(Self.impossible[name]?.contains(model) ?? false), "\(text)")
            var meter = try SimulatedMeter(
                model: model,
                load: SimulatedMeterTests.Constant(value: 700),
                from: start,
                calendar: .oslo,
                encipher: FakeCipher.encipher,
                faults: list
            )
            for _ in 0..<60 {
                let message = meter.next()
                let decoded = Decoded.messages(in: message.bytes)
                let truth = meter.truth(of: message)
                #expect(decoded.lost == 0 && decoded.found.count == 1, "\(text)")
                #expect(
                    decoded.found.first?.values
                        == Dictionary(uniqueKeysWithValues: truth.registers.map { ($0.code, $0.value) }),
                    "\(text)"
                )
                #expect(decoded.found.first?.clock == truth.clock, "\(text)")
            }
        }
    }

    static let value: [FaultName: String] = [
        .lateList: "=40s", .wrongClock: "=-3m", .hostClock: "=5m", .registerFall: "=900",
        .registerJump: "=900",
    ]

    private static let always: [SimulatedModel] = [
        .aidonSweden, .kaifaSweden, .kaifaSwedenCT, .kaifaAustria, .kamstrupDenmark, .landisGyr,
        .landisGyrE360, .sagemcomAustria,
        .p1Kaifa, .p1Kamstrup, .p1LandisGyr, .p1NES,
    ]
    private static let signed: [SimulatedModel] = [
        .aidon, .aidonSweden, .kamstrup, .kamstrupOnePhase, .kamstrupSweden, .kamstrupSegmented,
        .kamstrupDenmark,
    ]
    static let impossible: [FaultName: [SimulatedModel]] = [
        .repeatedList: always, .lateList: always, .missingList: always, .noList: always,
        .registersAlways: always + [.iskraemeco],
        .otherMeter: [.aidonSweden, .p1Kamstrup, .p1LandisGyr, .p1NES],
        .unsetClock: [.p1Kaifa, .p1Kamstrup, .p1LandisGyr, .p1NES],
        .signedPower: SimulatedModel.allCases.filter { !signed.contains($0) },
        .bitErrors: [.p1NES],
    ]

    static let wrong: [(text: String, says: String)] = [
        ("", "not a fault"), ("bogus", "the faults are repeated-list"), ("noise,,cut", "not a fault"),
        ("silence@16:00", "is not a time"), ("silence@2026-02-30T10:00Z", "is not a time"),
        ("silence@+2x", "is not a time"),
        ("silence@+1h/0s", "is not a length"), ("silence/x3", "is not counted in lists"),
        ("silence=3", "has no value"),
        ("register-reset", "when?"), ("register-reset@+1h/2h", "has no length"),
        ("register-jump@+1h", "from 1 to"),
        ("register-fall@+1h=-5", "from 1 to"), ("missing-list/x0", "not a number of lists"),
        ("late-list", "by how much"), ("late-list=2h", "from 1 to 3540"), ("wrong-clock=0s", "not 0"),
        ("wrong-clock=--5m", "by how much"), ("wrong-clock=99999999999999999999d", "by how much"),
        ("other-meter@+1h=12", "16 characters"), ("other-meter@+1h=735999289999 0001", "own number"),
        ("other-meter@+1h=7359992899990001", "own number"),
        ("other-meter@+1h=../../etc/passwd", "capital letters"),
        ("signed-power", "name production"), ("cut=0", "from 1 to"), ("noise=20001", "from 1 to 10000"),
    ]

    @Test("A wrong list of faults says which item, and what is allowed", arguments: wrong)
    func errors(wrong: (text: String, says: String)) throws {
        let error = #expect(throws: FaultError.self) {
            try FaultList(wrong.text, start: Simulated.winter, model: .aidon, hasArrivalTimes: true)
        }
        #expect(error?.description.contains(wrong.says) == true, "\(String(describing: error))")
        #expect(error?.description.hasPrefix("fault \"") == true)
    }

    @Test("Without times of arrival there is no host's clock to be wrong")
    func noHostClock() {
        #expect(throws: FaultError.self) {
            try FaultList("host-clock=5m", start: Simulated.winter, model: .aidon, hasArrivalTimes: false)
        }
    }
}
