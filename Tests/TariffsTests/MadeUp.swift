import Tariffs

/// Tariff files that no grid company has.
enum MadeUp {
    /// A file with one tariff.
    static func text(
        energy: String = "grunnpris: 10.5",
        method: String = "TRE_DØGNMAX_MND",
        includes: String = "true",
        steps: [(String, String)] = [("0", "1200"), ("2", "2400"), ("5", "4800.12")],
        more: String = ""
    ) -> String {
        """
        netteier: 'Fjordkraftlaget AS '
        gln: ['7080000000000']
        sist_oppdatert: '2026-01-02'
        kilder: ['https://example.org/priser']
        tariffer:
          - kundegrupper: [husholdning, fritid]
            gyldig_fra: '2026-01-01'
            fastledd:
              metode: \(method)
              terskel_inkludert: \(includes)
              terskler:
        \(steps.map { "        - { terskel: \($0.0), pris: \($0.1) }" }.joined(separator: "\n"))
            energiledd:
        \(energy.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
        \(more)
        """
    }

    /// A file with one day exception, `unntak`'s lines of YAML.
    static func exceptions(_ lines: String...) -> String {
        "grunnpris: 10.5\nunntak:\n" + lines.map { "  - \($0)" }.joined(separator: "\n")
    }

    static func file(_ text: String) throws -> TariffFile {
        try TariffFile(parsing: text, file: "made-up.yml")
    }

    /// Two tariffs of other times and prices.
    static func dated(_ spans: [(from: String, until: String?, hours: String)]) -> String {
        let tariffs = spans.map { span in
            """
              - kundegrupper: [husholdning]
                gyldig_fra: '\(span.from)'
            \(span.until.map { "    gyldig_til: '\($0)'" } ?? "")
                energiledd:
                  grunnpris: 10
                  unntak:
                    - { navn: Dag, timer: \(span.hours), pris: 20 }
                fastledd: { metode: MND_MAX, terskel_inkludert: true, terskler: [ { terskel: 0, pris: 12 } ] }
            """
        }
        return "netteier: X\ntariffer:\n" + tariffs.joined(separator: "\n")
    }
}
