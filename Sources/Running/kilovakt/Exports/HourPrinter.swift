import Civil
import History
import Ledger

/// Hours, one a line.
struct HourPrinter: RecordPrinter {
    let isJSON: Bool
    let series: ExportCommand.Series

    func begin() {
        guard !isJSON else { return }
        let more =
            series == .both
            ? ",measured_import_wh,measured_export_wh,measured_quality,settled_import_wh,settled_export_wh"
            : ""
        print("start,import_wh,export_wh,quality\(more)")
    }

    mutating func take(_ record: HourRecord) {
        guard !isJSON else {
            print(JSONLine.text(HourLine(record)))
            return
        }
        let hour = record.effective
        var fields = [hour.start.description, "\(hour.importWh)", "\(hour.exportWh)", hour.quality.rawValue]
        if series == .both {
            let measured = record.measured
            let numbers = [measured?.importWh, measured?.exportWh].map { $0.map(String.init) ?? "" }
            let settled = [record.settledImport, record.settledExport].map {
                $0.map { "\($0.wattHours)" } ?? ""
            }
            fields += numbers + [measured?.quality.rawValue ?? ""] + settled
        }
        print(fields.joined(separator: ","))
    }

    mutating func end() {}
}

/// An hour as `export hours --json` prints it.
private struct HourLine: Encodable {
    var start: String
    var import_wh: Int
    var export_wh: Int
    var quality: String
    var suspect: Bool
    var measured: Measured?
    var settled: Settled?

    struct Measured: Encodable {
        var import_wh: Int
        var export_wh: Int
        var quality: String
        var peak_w: Int?
        var seen_seconds: Int
        var suspect: Bool
    }

    struct Settled: Encodable {
        var `import`: Energy?
        var export: Energy?
    }

    struct Energy: Encodable {
        var wh: Int
        var origin: String
        var quality: String?
        var registered: String?

        init(_ energy: SettledEnergy) {
            wh = energy.wattHours
            origin = energy.origin.quality.rawValue
            if case .imported(let quality, let registered) = energy.origin {
                self.quality = quality
                self.registered = registered?.description
            }
        }
    }

    init(_ record: HourRecord) {
        let hour = record.effective
        start = hour.start.description
        import_wh = hour.importWh
        export_wh = hour.exportWh
        quality = hour.quality.rawValue
        suspect = hour.isSuspect
        measured = record.measured.map {
            Measured(
                import_wh: $0.importWh,
                export_wh: $0.exportWh,
                quality: $0.quality.rawValue,
                peak_w: $0.peakW,
                seen_seconds: $0.seenSeconds,
                suspect: $0.isSuspect
            )
        }
        guard record.isSettled else { return }
        settled = Settled(
            import: record.settledImport.map(Energy.init),
            export: record.settledExport.map(Energy.init)
        )
    }
}
