/// What the sensors are called in Home Assistant: one table for each language.
struct SensorNames: Sendable {
    let device: String
    private let names: [Sensor: String]

    /// The name; for one that the table lacks, its key, which says as much.
    subscript(_ sensor: Sensor) -> String { names[sensor] ?? sensor.rawValue }

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
        ]
    )
}
