import Civil
import Foundation
import GRDB
public import Ledger

extension HistoryStore {
    /// What the forecast of a source has learnt. In a table of its own: it is fifteen times the ledger's state, and written
    /// once an hour where that is written each minute.
    static func registerForecast(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("forecast models") { database in
            try database.execute(
                sql: """
                    -- With row numbers: rows are larger than a page.
                    CREATE TABLE forecast (
                        source TEXT NOT NULL PRIMARY KEY,
                        model TEXT NOT NULL
                    ) STRICT;
                    """
            )
        }
    }

    /// Keeps what a forecast has learnt, in place of what was kept.
    public func save(_ model: ForecastModel, source: String) throws(HistoryError) {
        let text: String
        do {
            text = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
        } catch {
            throw HistoryError(.other("the forecast's model cannot be written: \(error)"), path: path)
        }
        try write { database in
            try database.cachedStatement(
                sql: """
                    INSERT INTO forecast (source, model) VALUES (?, ?)
                    ON CONFLICT (source) DO UPDATE SET model = excluded.model
                    """
            ).execute(arguments: [source, Self.padded(text)])
        }
    }

    /// The model that the forecast of this source had learnt; `nil` when there is none.
    ///
    /// - Throws: `unreadable` for one of another version: the forecast has to learn again.
    public func forecastModel(of source: String) throws(HistoryError) -> ForecastModel? {
        let text = try read { database in
            try String.fetchOne(
                database,
                sql: "SELECT model FROM forecast WHERE source = ?",
                arguments: [source]
            )
        }
        guard let text else { return nil }
        do {
            return try JSONDecoder().decode(ForecastModel.self, from: Data(text.utf8))
        } catch {
            throw HistoryError(
                .unreadable("the forecast's model of \(source) cannot be read: \(error)"),
                path: path
            )
        }
    }
}
