import Civil
import Ledger

/// What the sensors are called in Home Assistant: one table for each language.
struct SensorNames: Sendable {
    let device: String
    private let names: [Sensor: String]
    private let commands: [Command.Name: String]

    init(_ language: Language) {
        self =
            switch language {
            case .nb: .bokmål
            case .nn: .nynorsk
            case .en: .english
            }
    }

    fileprivate init(device: String, names: [Sensor: String], commands: [Command.Name: String]) {
        self.device = device
        self.names = names
        self.commands = commands
    }

    /// The name; for one that the table lacks, its key, which says as much.
    subscript(_ sensor: Sensor) -> String { names[sensor] ?? sensor.rawValue }
    subscript(_ command: Command.Name) -> String { commands[command] ?? command.rawValue }
}

extension SensorNames {
    /// Bokmål.
    static let bokmål = SensorNames(
        device: "Strømmåler",
        names: [
            .power: "Effekt",
            .exportPower: "Effekt ut",
            .importEnergy: "Energi inn",
            .exportEnergy: "Energi ut",
            .reactiveImport: "Reaktiv effekt inn",
            .reactiveExport: "Reaktiv effekt ut",
            .voltageL1: "Spenning L1",
            .voltageL2: "Spenning L2",
            .voltageL3: "Spenning L3",
            .powerL1: "Effekt L1",
            .powerL2: "Effekt L2",
            .powerL3: "Effekt L3",
            .currentL1: "Strøm L1",
            .currentL2: "Strøm L2",
            .currentL3: "Strøm L3",
            .hourUsed: "Brukt denne timen",
            .hourExpected: "Ventet denne timen",
            .hourLimit: "Grense for timen",
            .budget: "Ledig effekt",
            .stepRisk: "Fare for høyere trinn",
            .monthMean: "Snitt av månedens topper",
            .peak1: "Månedens høyeste topp",
            .peak2: "Månedens nest høyeste topp",
            .peak3: "Månedens tredje høyeste topp",
            .step: "Kapasitetstrinn",
            .dayUsed: "Brukt i dag",
            .dayProduced: "Matet inn i dag",
            .monthUsed: "Brukt denne måneden",
            .monthProduced: "Matet inn denne måneden",
            .hourQuality: "Timens kvalitet",
            .list: "Målerens liste",
            .source: "Leses fra",
        ],
        commands: [.target: "Mål for kapasitet", .alertPause: "Pause i varsler"]
    )

    /// Nynorsk.
    static let nynorsk = SensorNames(
        device: "Straummålar",
        names: [
            .power: "Effekt",
            .exportPower: "Effekt ut",
            .importEnergy: "Energi inn",
            .exportEnergy: "Energi ut",
            .reactiveImport: "Reaktiv effekt inn",
            .reactiveExport: "Reaktiv effekt ut",
            .voltageL1: "Spenning L1",
            .voltageL2: "Spenning L2",
            .voltageL3: "Spenning L3",
            .powerL1: "Effekt L1",
            .powerL2: "Effekt L2",
            .powerL3: "Effekt L3",
            .currentL1: "Straum L1",
            .currentL2: "Straum L2",
            .currentL3: "Straum L3",
            .hourUsed: "Brukt denne timen",
            .hourExpected: "Venta denne timen",
            .hourLimit: "Grense for timen",
            .budget: "Ledig effekt",
            .stepRisk: "Fare for høgare trinn",
            .monthMean: "Snitt av toppane i månaden",
            .peak1: "Høgaste topp i månaden",
            .peak2: "Nest høgaste topp i månaden",
            .peak3: "Tredje høgaste topp i månaden",
            .step: "Kapasitetstrinn",
            .dayUsed: "Brukt i dag",
            .dayProduced: "Mata inn i dag",
            .monthUsed: "Brukt denne månaden",
            .monthProduced: "Mata inn denne månaden",
            .hourQuality: "Kvaliteten på timen",
            .list: "Lista til målaren",
            .source: "Lesen frå",
        ],
        commands: [.target: "Mål for kapasitet", .alertPause: "Pause i varsel"]
    )

    /// English.
    static let english = SensorNames(
        device: "Electricity meter",
        names: [
            .power: "Power",
            .exportPower: "Export power",
            .importEnergy: "Energy import",
            .exportEnergy: "Energy export",
            .reactiveImport: "Reactive power import",
            .reactiveExport: "Reactive power export",
            .voltageL1: "Voltage L1",
            .voltageL2: "Voltage L2",
            .voltageL3: "Voltage L3",
            .powerL1: "Power L1",
            .powerL2: "Power L2",
            .powerL3: "Power L3",
            .currentL1: "Current L1",
            .currentL2: "Current L2",
            .currentL3: "Current L3",
            .hourUsed: "Hour used",
            .hourExpected: "Hour expected",
            .hourLimit: "Hour limit",
            .budget: "Budget",
            .stepRisk: "Capacity step risk",
            .monthMean: "Month peak mean",
            .peak1: "Month peak 1",
            .peak2: "Month peak 2",
            .peak3: "Month peak 3",
            .step: "Capacity step",
            .dayUsed: "Used today",
            .dayProduced: "Fed in today",
            .monthUsed: "Used this month",
            .monthProduced: "Fed in this month",
            .hourQuality: "Hour quality",
            .list: "Meter list",
            .source: "Read from",
        ],
        commands: [.target: "Capacity target", .alertPause: "Alert pause"]
    )
}
